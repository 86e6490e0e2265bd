package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// deployed gives the folder of the files for operators.
func deployed(name string) string { return filepath.Join("..", "..", "deploy", name) }

func readDeployed(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(deployed(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// exampleWithSecrets writes the example configuration with its secret files in a
// scratch folder, since those of the example are made by an operator.
func exampleWithSecrets(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	secrets := map[string]string{
		"secret_key": strings.Repeat("k", 64), "secret_key_old": strings.Repeat("o", 64), "twilio_auth_token": "old-token,new-token\n", "smtp_password": "pass\n",
		"notify_key": "test-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222", "notify_bearer": strings.Repeat("b", 32), "portal_token": "token\n",
		"database_url": "postgres://earshot:pass@db/earshot\n", "redis_url": "redis://:pass@redis:6379\n",
	}
	for name, value := range secrets {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "earshot.env")
	text = strings.ReplaceAll(text, "/run/credentials/earshot.service/", dir+"/")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// checkOffline runs earshot check on a file, with an empty environment.
func checkOffline(t *testing.T, file string) (code int, said string) {
	t.Helper()
	for _, o := range options() {
		t.Setenv(o.env, "")
		t.Setenv(o.env+"_FILE", "")
	}
	var out bytes.Buffer
	code = run(t.Context(), []string{"check", "--offline", "--config", file}, strings.NewReader(""), &out, &out)
	return code, out.String()
}

func TestExampleConfigurationIsAccepted(t *testing.T) {
	example := readDeployed(t, "earshot.env.example")
	everythingOn := regexp.MustCompile(`(?m)^#(EARSHOT_)`).ReplaceAllString(example, "$1")
	for name, text := range map[string]string{"as it is": example, "with all that is off turned on": everythingOn} {
		t.Run(name, func(t *testing.T) {
			if code, said := checkOffline(t, exampleWithSecrets(t, text)); code != exitOK {
				t.Errorf("exit code %d: %s", code, said)
			}
		})
	}
	t.Run("a slip of the pen is not ignored", func(t *testing.T) {
		code, said := checkOffline(t, exampleWithSecrets(t, example+"EARSHOT_ADRR=:80\nnonsense\n"))
		if code != exitUsage || !strings.Contains(said, "EARSHOT_ADRR is not a setting") || !strings.Contains(said, "must be NAME=VALUE") {
			t.Errorf("exit code %d: %s", code, said)
		}
	})
}

func TestExampleConfigurationDocumentsEverySetting(t *testing.T) {
	var known []string
	for _, o := range options() {
		known = append(known, o.env)
	}
	shown := make(map[string]bool)
	for _, m := range regexp.MustCompile(`(?m)^#?(EARSHOT_[A-Z_]+)=`).FindAllStringSubmatch(readDeployed(t, "earshot.env.example"), -1) {
		name := m[1]
		if !slices.Contains(known, name) {
			name = strings.TrimSuffix(name, "_FILE")
		}
		if !slices.Contains(known, name) {
			t.Errorf("the example shows %s, which is not a setting", m[1])
		}
		shown[name] = true
	}
	for _, name := range known {
		if !shown[name] {
			t.Errorf("the example does not show %s", name)
		}
	}
}

// TestDeployNamesSettingsThatExist keeps the other files in step with the
// program.
func TestDeployNamesSettingsThatExist(t *testing.T) {
	known := make(map[string]bool)
	for _, o := range options() {
		known[o.env] = true
		known[o.env+"_FILE"] = o.secret
	}
	for _, file := range []string{"Containerfile", "compose.yaml", "earshot.service", "RUNBOOK.md"} {
		for _, name := range regexp.MustCompile(`\bEARSHOT_[A-Z_]*[A-Z]\b`).FindAllString(readDeployed(t, file), -1) {
			if !known[name] {
				t.Errorf("deploy/%s names %s, which is not a setting", file, name)
			}
		}
	}
}

// TestDeployNamesCommandsThatExist checks each "earshot COMMAND" an operator is
// told to run.
func TestDeployNamesCommandsThatExist(t *testing.T) {
	root := newRoot(&console{getenv: func(string) string { return "" }})
	root.InitDefaultHelpCmd()
	for _, file := range []string{"RUNBOOK.md", "earshot.service", "earshot.env.example", "alerts.yaml"} {
		for _, m := range regexp.MustCompile("(?:`|^ {4}|bin/|exec -T earshot /|^# {3})earshot ([a-z]+)(?: ([a-z]+))?").FindAllStringSubmatch(readDeployed(t, file), -1) {
			args := []string{m[1]}
			cmd, _, err := root.Find(args)
			if err == nil && cmd.HasSubCommands() {
				cmd, _, err = root.Find(append(args, m[2]))
			}
			if err != nil || cmd == root || !cmd.Runnable() {
				t.Errorf("deploy/%s says %q, which is no command", file, m[0])
			}
		}
	}
}

// TestAlertsUseMetricsThatExist looks for each metric of the alert rules in the
// source, and for each alert in the runbook.
func TestAlertsUseMetricsThatExist(t *testing.T) {
	var source strings.Builder
	for _, dir := range []string{".", "../../api", "../../scorecard", "../../collector", "../../sms", "../../ledger"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
	}
	rules, runbook := readDeployed(t, "alerts.yaml"), readDeployed(t, "RUNBOOK.md")
	metrics := regexp.MustCompile(`\bearshot_[a-z_]+`).FindAllString(rules, -1)
	if len(metrics) == 0 {
		t.Fatal("no metric was found in the rules")
	}
	for _, m := range metrics {
		if name := strings.TrimSuffix(m, "_bucket"); !strings.Contains(source.String(), `"`+name+`"`) {
			t.Errorf("the alert rules use %s, which nothing exports", m)
		}
	}
	for _, m := range regexp.MustCompile(`alert: (\w+)`).FindAllStringSubmatch(rules, -1) {
		if !strings.Contains(runbook, "\n### "+m[1]+"\n") {
			t.Errorf("the runbook does not say what %s means", m[1])
		}
		if !strings.Contains(rules, "RUNBOOK.md#"+strings.ToLower(m[1])+"\n") {
			t.Errorf("%s does not lead to the runbook", m[1])
		}
	}
}
