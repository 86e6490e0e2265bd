# Trains TF-IDF with support vector classifiers, as scikit-learn has them, on the
# examples given, and says how many comments they then read a second of processor
# time: sentiment all at once (which is its fastest way) and one by one, and
# sentiment with a classifier for each theme, which is what Read gives. The
# classifiers of themes see fewer examples, so that this does not take minutes;
# with more they would be slower.
import json
import sys
import time

from sklearn import __version__
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

given = json.load(sys.stdin)
texts, read = given["texts"], given["read"]
few = len(given["themes"])


def pipeline(classifier):
    return make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), classifier)


sentiment = pipeline(SVC()).fit(texts, given["classes"])
columns = [c for c in range(len(given["themes"][0])) if len({row[c] for row in given["themes"]}) == 2]
themes = pipeline(MultiOutputClassifier(SVC())).fit(texts[:few], [[row[c] for c in columns] for row in given["themes"]])


def rate(predict, batches):
    start, done = time.process_time(), 0
    while time.process_time() - start < 2:
        predict(batches[done % len(batches)])
        done += 1
    return done * len(batches[0]) / (time.process_time() - start)


json.dump({
    "version": __version__,
    "batch": rate(sentiment.predict, [read]),
    "single": rate(sentiment.predict, [[text] for text in read]),
    "themed": rate(lambda batch: (sentiment.predict(batch), themes.predict(batch)), [read]),
}, sys.stdout)
