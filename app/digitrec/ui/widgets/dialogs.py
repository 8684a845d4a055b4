"""Translation of the dialogs that Tk draws itself.

Windows and macOS have their own dialogs, in the person's language. Tk's are for X11, and take the
system's language through Tcl's package msgcat. The bundle leaves that package out, as Tk would load
it before the first paint; Tk's translations are looked up here instead.
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
source -encoding utf-8 [lindex [concat \
    [glob -nocomplain -directory [file join $::tk_library msgs] %s.msg %s_*.msg]] 0]
"""


def translate_dialogs(interpreter: tkinter.Misc, language: str) -> None:
    """Translates Tk's dialogs into a language, given by its code.

    Raises:
        tkinter.TclError: if Tk has no such translation; the dialogs are in English.
    """
    tk = interpreter.tk
    if tk.eval("info commands ::msgcat::mcload"):
        tk.eval(_BY_MSGCAT % language)
    elif language != "en":
        code = language.lower()  # Tk has Chinese as zh_cn
        tk.eval(_WITHOUT_MSGCAT % (code, code))
