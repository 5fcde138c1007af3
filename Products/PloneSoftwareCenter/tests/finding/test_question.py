"""What somebody asks of a list, read from a form and written into an address."""

from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.finding.question import read_question
from Products.PloneSoftwareCenter.finding.words import text_query
from urllib.parse import parse_qsl

import unittest


class TestQuestion(unittest.TestCase):
    def test_nothing_asked_is_the_whole_list(self):
        question = read_question({})
        self.assertEqual(question, Question())
        self.assertEqual(
            (question.query(), question.is_narrowed, question.order), ("", False, "name")
        )

    def test_address_says_again_what_was_read(self):
        form = {
            "SearchableText": "two  words",
            "license": "MIT",
            "python": "3.12",
            "sort": "newest",
            "b_start": "30",
        }
        question = read_question(form)
        self.assertEqual(question.text, "two words")
        self.assertEqual(question.chosen, (("python", "3.12"), ("license", "MIT")))
        self.assertEqual(read_question(dict(parse_qsl(question.query()))), question)

    def test_another_choice_begins_at_the_first_page(self):
        question = Question(text="x", chosen=(("license", "MIT"),), start=60)
        changed = question.with_value("kind", "sdist")
        self.assertEqual(changed.chosen, (("license", "MIT"), ("kind", "sdist")))
        self.assertEqual(changed.start, 0)
        self.assertEqual(changed.with_value("license", None).chosen, (("kind", "sdist"),))

    def test_whatever_stands_in_an_address_is_read(self):
        for form in (
            {"SearchableText": ["a", "b"], "license": [], "sort": ["name"]},
            {"SearchableText": object(), "license": 7, "b_start": "x"},
            {"SearchableText": "\ud800", "b_start": -5},
            {"SearchableText": "x" * 100_000, "b_start": 10**30, "sort": "' OR 1"},
        ):
            with self.subTest(form=str(form)[:60]):
                question = read_question(form)
                self.assertLessEqual(len(question.text), 200)
                self.assertGreaterEqual(question.start, 0)
                question.query().encode("ascii")

    def test_relevance_needs_words(self):
        self.assertEqual(Question(sort="relevance").order, "name")
        self.assertEqual(Question(text="x").order, "relevance")
        self.assertEqual(Question(text="x", sort="name").order, "name")


class TestWords(unittest.TestCase):
    def test_each_word_may_go_on_and_operators_mean_nothing(self):
        for text, expected in (
            ("red balloon", "red* AND balloon*"),
            ("acme-cal", "acme* AND cal*"),
            ("zope.interface", "zope* AND interface*"),
            ('"red balloon" (x* ?', "red* AND balloon* AND x*"),
            ("not red", '"not" AND red*'),
            ("*", ""),
            ('"', ""),
        ):
            with self.subTest(text):
                self.assertEqual(text_query(text), expected)

    def test_a_novel_is_asked_for_by_its_first_words(self):
        self.assertEqual(text_query("word " * 5000).count("word*"), 12)
