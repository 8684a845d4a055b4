"""The tutorial's program: a canvas, reduced to 28×28 pixels and read with TensorFlow.

`benchmark.py --tensorflow` freezes it to show what most programs of this kind cost.
"""

import sys
import tkinter

import keras
import numpy as np
from PIL import Image, ImageDraw

SIZE = 430

network = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
window = tkinter.Tk()
window.title("Tutorial")
canvas = tkinter.Canvas(window, width=SIZE, height=SIZE, background="black")
canvas.pack()
image = Image.new("L", (SIZE, SIZE))
pen = ImageDraw.Draw(image)


def draw(event: tkinter.Event) -> None:
    """Draws a dot of ink on the screen and in the image."""
    place = (event.x - 8, event.y - 8, event.x + 8, event.y + 8)
    canvas.create_oval(*place, fill="white")
    pen.ellipse(place, fill=255)


def read() -> None:
    """Reduces the image and runs the network."""
    pixels = np.asarray(image.resize((28, 28)), np.float32).reshape(1, 784) / 255
    window.title(str(network.predict(pixels, verbose=0).argmax()))


canvas.bind("<B1-Motion>", draw)
canvas.bind("<ButtonRelease-1>", lambda _: read())
read()
window.update()
sys.stderr.write('\n{"event": "window"}\n')
sys.stderr.flush()
window.mainloop()
