import io

import pytest
from PIL import Image, ImageChops

from build_scripts.upkeep.icons import draw, files
from digitrec.resources import resource

pytestmark = pytest.mark.slow  # every icon is drawn again


@pytest.mark.parametrize("name", sorted(files()))
def test_the_committed_icons_are_those_that_the_script_draws(name):
    committed, made = resource(f"icons/{name}").read_bytes(), files()[name]
    if name.endswith(".svg"):
        assert committed == made
        return
    one, other = (Image.open(io.BytesIO(content)).convert("RGBA") for content in (committed, made))
    assert one.size == other.size
    assert ImageChops.difference(one, other).getbbox() is None


@pytest.mark.parametrize("side", [16, 32, 256])
def test_an_icon_is_square_with_transparent_corners(side):
    icon = draw(side)
    assert icon.size == (side, side)
    assert icon.getpixel((0, 0))[3] == 0
    assert icon.getpixel((side // 2, side // 2))[3] == 255
