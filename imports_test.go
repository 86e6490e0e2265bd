// Package earshot_test holds the source to the rules that no compiler checks:
// which package may import which, and what may not be written at all.
package earshot_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says, for each folder, which folders of this project its packages
// may import: itself always, and those below it.
func mayImport() map[string][]string {
	return map[string][]string{
		"feedback":    nil,
		"sentiment":   {"feedback"},
		"ledger":      {"feedback", "sentiment"},
		"collector":   {"feedback", "sentiment", "ledger"},
		"sms":         {"feedback"},
		"scorecard":   {"feedback", "ledger", "sentiment"}, // the names of themes and classes
		"api":         {"feedback", "sentiment", "ledger", "collector", "sms", "scorecard"},
		"cmd/earshot": {"feedback", "sentiment", "ledger", "collector", "sms", "scorecard", "api"},
	}
}

// engines are imported by the command alone, which chooses between them.
func engines() []string {
	return []string{"earshot/ledger/sqlite", "earshot/ledger/postgres", "earshot/scorecard/redis"}
}

// sourceFile is one Go file of the project.
type sourceFile struct {
	path    string // from the root, with slashes
	dir     string
	isTest  bool
	syntax  *ast.File
	imports []string
}

func sourceFiles(t *testing.T) []sourceFile {
	t.Helper()
	var files []sourceFile
	set := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != "." && (name == "testdata" || name == "bin" || strings.HasPrefix(name, ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		syntax, err := parser.ParseFile(set, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		f := sourceFile{path: filepath.ToSlash(path), isTest: strings.HasSuffix(path, "_test.go"), syntax: syntax}
		f.dir = filepath.ToSlash(filepath.Dir(path))
		for _, im := range syntax.Imports {
			p, err := strconv.Unquote(im.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, p)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d files were found: is this the root of the project?", len(files))
	}
	return files
}

// folder gives the folder of mayImport that a package belongs to.
func folder(dir string) string {
	for top := range mayImport() {
		if dir == top || strings.HasPrefix(dir, top+"/") {
			return top
		}
	}
	return ""
}

// supportsTests reports whether a package exists for tests to import.
func supportsTests(dir string) bool { return strings.HasSuffix(dir, "test") }

func TestImportsGoOneWay(t *testing.T) {
	for _, f := range sourceFiles(t) {
		if f.isTest || supportsTests(f.dir) {
			continue
		}
		from := folder(f.dir)
		if from == "" {
			t.Errorf("%s: its folder is not in the table of who may import whom", f.path)
			continue
		}
		for _, path := range f.imports {
			if !strings.HasPrefix(path, "earshot/") {
				if from == "feedback" && strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
					t.Errorf("%s imports %s: feedback stands on the standard library alone", f.path, path)
				}
				continue
			}
			to := folder(strings.TrimPrefix(path, "earshot/"))
			switch {
			case slices.Contains(engines(), path) && from != "cmd/earshot":
				t.Errorf("%s imports %s: only cmd/earshot knows the engines", f.path, path)
			case supportsTests(path):
				t.Errorf("%s imports %s, which is for tests", f.path, path)
			case to != from && !slices.Contains(mayImport()[from], to):
				t.Errorf("%s imports %s: %s may import %v only", f.path, path, from, mayImport()[from])
			}
		}
	}
}

func TestNoPackageIsACatchAll(t *testing.T) {
	for _, f := range sourceFiles(t) {
		switch f.syntax.Name.Name {
		case "util", "utils", "common", "models", "types", "helper", "helpers", "misc", "base":
			t.Errorf("%s is in package %s: name it for what it holds", f.path, f.syntax.Name.Name)
		}
		if len(f.syntax.Imports) > 0 && f.isTest {
			for _, im := range f.syntax.Imports {
				if im.Name != nil && im.Name.Name == "." {
					t.Errorf("%s imports %s with a dot: nobody sees where its names come from", f.path, im.Path.Value)
				}
			}
		}
	}
}

func TestNothingHappensAtInit(t *testing.T) {
	for _, f := range sourceFiles(t) {
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init function: do the work where it can be given what it needs", f.path)
			}
		}
	}
}

// TestGuardedFieldsAreExported keeps fmt from printing what a person wrote: it
// cannot call a guarded value's methods in an unexported field.
func TestGuardedFieldsAreExported(t *testing.T) {
	for _, f := range sourceFiles(t) {
		if f.isTest || supportsTests(f.dir) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			fields, ok := n.(*ast.StructType)
			if !ok {
				return true
			}
			for _, field := range fields.Fields.List {
				for _, name := range field.Names {
					if !name.IsExported() && holdsGuarded(field.Type) {
						t.Errorf("%s: field %s holds a guarded value and is not exported, so that %%v of its struct would show it", f.path, name.Name)
					}
				}
			}
			return true
		})
	}
}

// holdsGuarded reports whether a type is one of feedback's guarded types, or a
// pointer, slice or map of them.
func holdsGuarded(typ ast.Expr) bool {
	found := false
	ast.Inspect(typ, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncType); ok {
			return false // a function's parameters are not printed
		}
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "feedback" {
				switch sel.Sel.Name {
				case "Text", "Phone", "Secret", "Comment", "Message":
					found = true
				}
			}
		}
		return true
	})
	return found
}

// TestEveryPackageExplainsItself asks for a package comment, and for a comment on
// everything exported.
func TestEveryPackageExplainsItself(t *testing.T) {
	explained := make(map[string]bool)
	for _, f := range sourceFiles(t) {
		if f.isTest {
			continue
		}
		explained[f.dir] = explained[f.dir] || f.syntax.Doc != nil
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.IsExported() && fn.Doc == nil && exportedReceiver(fn) {
				t.Errorf("%s: %s has no comment", f.path, fn.Name.Name)
			}
		}
	}
	for dir, ok := range explained {
		if !ok {
			t.Errorf("package %s has no package comment", dir)
		}
	}
}

func exportedReceiver(fn *ast.FuncDecl) bool {
	if fn.Recv == nil {
		return true
	}
	typ := fn.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if generic, ok := typ.(*ast.IndexExpr); ok {
		typ = generic.X
	}
	name, ok := typ.(*ast.Ident)
	return ok && name.IsExported()
}

// TestTextsNameNoMachine looks through everything that is written for paths of
// the machine it was written on.
func TestTextsNameNoMachine(t *testing.T) {
	private := regexp.MustCompile(`(?:^|[\s"'(=` + "`" + `])/(?:home/[a-z]|work/|tmp/wt|root/|Users/)`)
	allowed := map[string]bool{".ci/axe.sh": true} // where root's own files are
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if name == ".git" || name == "bin" || path == "deploy/secrets" || name == "fuzz" || strings.HasPrefix(name, "earshot-data") {
				return filepath.SkipDir
			}
			return nil
		}
		switch filepath.Ext(name) {
		case ".go", ".md", ".sh", ".sql", ".lua", ".html", ".css", ".js", ".yaml", ".yml", ".txt", ".service", ".example", ".json", ".toml", "":
		default:
			return nil
		}
		info, err := d.Info()
		if err != nil || info.Size() > 4<<20 || !info.Mode().IsRegular() || allowed[filepath.ToSlash(path)] {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for n, line := range strings.Split(string(b), "\n") {
			if m := private.FindString(line); m != "" && !strings.Contains(line, "regexp.MustCompile") {
				t.Errorf("%s:%d names a path of one machine (%q)", path, n+1, strings.TrimSpace(m))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
