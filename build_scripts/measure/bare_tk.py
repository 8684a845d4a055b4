"""A minimal Tk program: a window with one canvas, the lower bound for every startup."""

import sys
import tkinter

window = tkinter.Tk()
window.title("Bare")
tkinter.Canvas(window, width=430, height=430, background="white").pack()
window.update()
sys.stderr.write('{"event": "window"}\n')
sys.stderr.flush()
window.mainloop()
