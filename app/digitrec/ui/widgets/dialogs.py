"""Dialogs: those that Tk draws itself, in the window's language.

Windows and macOS have their own, in the person's language; Tk's are for X11, and follow
the system's language by Tcl's package msgcat. The bundle leaves that package out, as Tk would
load it before the first paint; Tk's translations are looked up here in its place.
"""

from __future__ import annotations

import tkinter

_BY_MSGCAT = """
namespace eval ::tk {
    ::msgcat::mclocale %s
    ::msgcat::mcload [file join $::tk_library msgs]
}
"""
_WITHOUT_MSGCAT = """
namespace eval ::msgcat {
    proc mcset {locale source {translation ""}} {
        set ::tk::msgcat::known($source) $translation
    }
}
namespace eval ::tk::msgcat {
    variable known
    array set known {}
    proc mc {source args} {
        variable known
        if {[info exists known($source)]} { set source $known($source) }
        return [format $source {*}$args]
    }
    proc mcmax {args} {
        set most 0
        foreach source $args { set most [expr {max($most, [string length [mc $source]])}] }
        return $most
    }
}
source -encoding utf-8 [file join $::tk_library msgs %s.msg]
"""


def speak(interpreter: tkinter.Misc, language: str) -> None:
    """Has Tk's dialogs speak a language, by its code.

    Raises:
        tkinter.TclError: where Tk's translations are not there; the dialogs go on as before.
    """
    tk = interpreter.tk
    if tk.eval("info commands ::msgcat::mcload"):
        tk.eval(_BY_MSGCAT % language)
    elif language != "en":
        tk.eval(_WITHOUT_MSGCAT % language)
