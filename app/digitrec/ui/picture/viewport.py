"""The part of a picture that is on the screen, and how large it is there. Knows no window."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digitrec.recognition.ink import Box

LARGEST_PIXEL = 16
"""Screen pixels of a picture's pixel, beyond which nobody needs to zoom in."""


@dataclass(frozen=True)
class Viewport:
    """A picture behind a window of the screen; positions and lengths are in pixels of either.

    Attributes:
        width: of the picture.
        height: of the picture.
        screen_width: of the window.
        screen_height: of the window.
        scale: screen pixels to one pixel of the picture.
        x: where the picture's left side is in the window; negative if it is outside.
        y: likewise, its upper side.
    """

    width: int
    height: int
    screen_width: int
    screen_height: int
    scale: float
    x: float
    y: float

    @classmethod
    def fitting(cls, picture: tuple[int, int], screen: tuple[int, int]) -> Viewport:
        """All of a picture, as large as the window allows."""
        screen = max(1, screen[0]), max(1, screen[1])
        scale = min(screen[0] / picture[0], screen[1] / picture[1])
        return cls(*picture, *screen, scale, 0.0, 0.0)._bounded()

    @property
    def least_scale(self) -> float:
        """The scale at which all of the picture is in the window."""
        return min(self.screen_width / self.width, self.screen_height / self.height)

    @property
    def most_scale(self) -> float:
        """The largest scale."""
        return max(LARGEST_PIXEL, 2 * self.least_scale)

    @property
    def fits(self) -> bool:
        """Whether all of the picture is in the window."""
        return self.scale <= self.least_scale * (1 + 1e-9)

    @property
    def visible(self) -> Box:
        """The part of the picture that is in the window, in the picture's pixels."""
        return (
            max(0.0, -self.x / self.scale),
            max(0.0, -self.y / self.scale),
            min(float(self.width), (self.screen_width - self.x) / self.scale),
            min(float(self.height), (self.screen_height - self.y) / self.scale),
        )

    def to_screen(self, box: Box) -> Box:
        """A box of the picture in the window."""
        left, top = self.x + self.scale * box[0], self.y + self.scale * box[1]
        return left, top, self.x + self.scale * box[2], self.y + self.scale * box[3]

    def zoomed(self, factor: float, at: tuple[float, float] | None = None) -> Viewport:
        """Larger by a factor, or smaller; what is at a place of the window stays there.

        Args:
            factor: of the scale; it ends at `least_scale` and `most_scale`.
            at: the place; None is the middle of the window.
        """
        scale = min(max(self.scale * factor, self.least_scale), self.most_scale)
        by = scale / self.scale
        x, y = at or (self.screen_width / 2, self.screen_height / 2)
        moved = replace(self, scale=scale, x=x + by * (self.x - x), y=y + by * (self.y - y))
        return moved._bounded()

    def moved(self, dx: float, dy: float) -> Viewport:
        """The picture moved in the window, no further than to its sides."""
        return replace(self, x=self.x + dx, y=self.y + dy)._bounded()

    def resized(self, screen: tuple[int, int]) -> Viewport:
        """In a window of another size: fitting again, or with the same place in the middle."""
        if self.fits:
            return Viewport.fitting((self.width, self.height), screen)
        dx, dy = (screen[0] - self.screen_width) / 2, (screen[1] - self.screen_height) / 2
        other = replace(self, screen_width=max(1, screen[0]), screen_height=max(1, screen[1]))
        return replace(other, scale=max(self.scale, other.least_scale)).moved(dx, dy)

    def showing(self, box: Box, margin: float) -> Viewport:
        """Moved as little as needed to have a box of the picture in the window.

        Args:
            box: in the picture's pixels.
            margin: between the box and the side of the window, in screen pixels.
        """
        left, top, right, bottom = self.to_screen(box)
        return self.moved(
            _shift(left - margin, right + margin, self.screen_width),
            _shift(top - margin, bottom + margin, self.screen_height),
        )

    def _bounded(self) -> Viewport:
        """A picture smaller than the window is in its middle; a larger one leaves no gap."""
        return replace(
            self,
            x=_bounded(self.x, self.scale * self.width, self.screen_width),
            y=_bounded(self.y, self.scale * self.height, self.screen_height),
        )


def _bounded(start: float, length: float, screen: float) -> float:
    if length <= screen:
        return (screen - length) / 2
    return min(0.0, max(start, screen - length))


def _shift(start: float, end: float, screen: float) -> float:
    """How far a stretch must move to be inside; its start counts if it is too long."""
    if start < 0 or end - start > screen:
        return -start
    return min(0.0, screen - end)
