"""The public data sets: their publishers, licences, and checksums."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One data set.

    Attributes:
        file: its name in the data folder.
        title: by its publisher.
        terms: its licence.
        url: of the publisher's file.
        packed: the name of that file in the data folder, if it is packed otherwise than `file`.
        sha256: of the content that is checked (see `training.data.fetch`), by name.
    """

    file: str
    title: str
    terms: str
    url: str
    sha256: dict[str, str]
    packed: str = ""


MNIST = Source(
    file="mnist.npz",
    title="MNIST (LeCun, Cortes, Burges)",
    terms="CC BY-SA 3.0",
    url="https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    sha256={  # of the arrays written as the published IDX files
        "x_train": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "y_train": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "x_test": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "y_test": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
)

PEN_DIGITS = Source(
    file="pendigits-orig.tra.gz",
    title="Pen-Based Recognition of Handwritten Digits (Alpaydin, Alimoglu 1998), training part",
    terms="CC BY 4.0",
    url="https://archive.ics.uci.edu/static/public/81/"
    "pen+based+recognition+of+handwritten+digits.zip",
    sha256={  # of the UNIPEN text, unpacked
        "pendigits-orig.tra": "a66225d68d7d68591e62944df1ad33b3f5aa608e2df2505844b41f5568a80da4"
    },
    packed="pendigits.zip",
)

OMNIGLOT = Source(
    file="strokes_background_small1.zip",
    title="Omniglot (Lake, Salakhutdinov, Tenenbaum 2015), strokes of five alphabets",
    terms="MIT",
    url="https://raw.githubusercontent.com/brendenlake/omniglot/master/"
    "python/strokes_background_small1.zip",
    sha256={  # of the file itself
        "strokes_background_small1.zip": "8cb3960fb6cf4ccf5f064ad83169f828"
        "c36c36782a0f6e7faacb7ecfae4468a2"
    },
)

SOURCES = (MNIST, PEN_DIGITS, OMNIGLOT)
