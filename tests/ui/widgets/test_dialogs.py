"""Tk's own dialogs, where Tcl's package msgcat is there and where it is not, as in the bundle."""

import tkinter

import pytest

from digitrec.ui.widgets.dialogs import translate_dialogs

pytestmark = pytest.mark.usefixtures("display")

CANCEL = "namespace eval ::tk {mc &Cancel}"
LONGEST = "namespace eval ::tk {mcmax &Cancel &OK}"
AS_TK_DOES = """
namespace delete ::msgcat
namespace eval ::tk::msgcat {
    namespace export mc mcmax
    proc mc {src args} { return [format $src {*}$args] }
    proc mcmax {args} { return 0 }
}
namespace eval ::tk { namespace import -force ::tk::msgcat::* }
"""


@pytest.fixture
def root():
    made = tkinter.Tk()
    made.withdraw()
    yield made
    made.destroy()


def test_with_msgcat_its_language_is_set_and_set_back(root):
    translate_dialogs(root, "de")
    assert root.tk.eval(CANCEL) == "&Abbruch"
    translate_dialogs(root, "en")
    assert root.tk.eval(CANCEL) == "&Cancel"


def test_without_msgcat_tks_translations_are_looked_up(root):
    root.tk.eval(AS_TK_DOES)
    translate_dialogs(root, "en")
    assert root.tk.eval(CANCEL) == "&Cancel"
    translate_dialogs(root, "de")
    assert root.tk.eval(CANCEL) == "&Abbruch"
    assert int(root.tk.eval(LONGEST)) == len("&Abbruch")
    assert root.tk.eval('namespace eval ::tk {mc "no such words %s" 7}') == "no such words 7"


def test_a_language_that_tk_does_not_have_is_an_error(root):
    root.tk.eval(AS_TK_DOES)
    with pytest.raises(tkinter.TclError):
        translate_dialogs(root, "tlh")


def test_chinese_is_found_under_the_name_that_tk_has_for_it(root):
    root.tk.eval(AS_TK_DOES)
    translate_dialogs(root, "zh")
    assert root.tk.eval(CANCEL) == "&取消"
