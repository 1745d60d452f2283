"""Model folders of the architectures that hubs offer, made on the spot: tiny, with random weights of a fixed seed.

They mean nothing, but they are loaded by the same code and give rows in the same way as their large kin.
"""

from __future__ import annotations

import string
import sys
from pathlib import Path
from typing import Any

__all__ = ["bert", "clap", "clip", "siglip", "whisper"]

_LETTERS = string.ascii_lowercase + string.digits
_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *_LETTERS, *(f"##{c}" for c in _LETTERS), *"青蛙猫狗红蓝:.,"]
_SMALL = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
_TEXT = {**_SMALL, "vocab_size": len(_TOKENS), "bos_token_id": 2, "eos_token_id": 3, "pad_token_id": 0}
_LENGTH = 32


def _tokenizer() -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    inner = Tokenizer(models.WordPiece({token: i for i, token in enumerate(_TOKENS)}, unk_token="[UNK]"))
    inner.normalizer = normalizers.BertNormalizer()
    inner.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    inner.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]", "eos": "[SEP]"}
    tokens = {f"{name}_token": token for name, token in names.items()}
    return PreTrainedTokenizerFast(tokenizer_object=inner, model_max_length=_LENGTH, **tokens)


def _saved(folder: Path, model: Any, config: Any, processor: Any, seed: int) -> Path:
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        made = model(config)
        for parameter in made.parameters():  # far from zero, so that contents are told apart
            if parameter.dim() > 1:
                torch.nn.init.normal_(parameter, std=0.3)
    made.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


def bert(folder: Path, seed: int = 0, prompts: dict[str, str] | None = None) -> Path:
    """A text model; with `prompts` it is a folder of sentence-transformers that names them."""
    from transformers import BertConfig, BertModel

    _saved(folder, BertModel, BertConfig(**_TEXT, max_position_embeddings=_LENGTH), _tokenizer(), seed)
    if prompts:
        from sentence_transformers import SentenceTransformer

        SentenceTransformer(str(folder), prompts=prompts, device="cpu").save(str(folder))
    return folder


def clip(folder: Path, seed: int = 0) -> Path:
    """CLIP: pictures of 32 pixels and texts, 16 numbers."""
    from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPProcessor

    config = CLIPConfig(
        text_config={**_TEXT, "max_position_embeddings": _LENGTH, "projection_dim": 16},
        vision_config={**_SMALL, "image_size": 32, "patch_size": 8, "projection_dim": 16},
        projection_dim=16,
    )
    images = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    return _saved(folder, CLIPModel, config, CLIPProcessor(images, _tokenizer()), seed)


def siglip(folder: Path, seed: int = 0) -> Path:
    """SigLIP: pictures of 32 pixels and texts, 32 numbers."""
    from transformers import SiglipConfig, SiglipImageProcessor, SiglipModel, SiglipProcessor

    config = SiglipConfig(
        text_config={**_TEXT, "max_position_embeddings": _LENGTH, "projection_size": 32},
        vision_config={**_SMALL, "image_size": 32, "patch_size": 8},
    )
    images = SiglipImageProcessor(size={"height": 32, "width": 32})
    return _saved(folder, SiglipModel, config, SiglipProcessor(images, _tokenizer()), seed)


def clap(folder: Path, seed: int = 0) -> Path:
    """CLAP: sounds of one second at 48,000 Hz and texts, 16 numbers."""
    from transformers import ClapConfig, ClapFeatureExtractor, ClapModel, ClapProcessor

    config = ClapConfig(
        text_config={**_TEXT, "max_position_embeddings": _LENGTH + 8},
        audio_config={
            "patch_embeds_hidden_size": 16,
            "hidden_size": 32,
            "depths": [1, 1],
            "num_attention_heads": [2, 2],
            "num_hidden_layers": 2,
            "spec_size": 64,
            "num_mel_bins": 32,
            "window_size": 4,
        },
        projection_dim=16,
    )
    sounds = ClapFeatureExtractor(
        feature_size=32, max_length_s=1, fft_window_size=1024, hop_length=480, truncation="rand_trunc"
    )
    return _saved(folder, ClapModel, config, ClapProcessor(sounds, _tokenizer()), seed)


if __name__ == "__main__":  # python -m tests.tiny_models FOLDER: models to try the set `hub` with
    into = Path(sys.argv[1])
    into.mkdir(parents=True, exist_ok=True)
    print("hub:" + ",".join(str(make(into / make.__name__)) for make in (bert, clip, clap)))


_SPEECH = [
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
    *(f"<|{i / 50:.2f}|>" for i in range(1501)),
]


def _speech_tokenizer() -> Any:
    """Whisper's, but for its merges: every byte is a token."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    bytes_ = sorted(pre_tokenizers.ByteLevel.alphabet())
    inner = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate(bytes_)}, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens(_SPEECH)
    return inner


def whisper(folder: Path, says: str) -> Path:
    """A Whisper as faster-whisper loads it (CTranslate2), taught to write `says`, one word, whatever it hears."""
    import torch
    from ctranslate2.converters import TransformersConverter
    from transformers import (
        WhisperConfig,
        WhisperFeatureExtractor,
        WhisperForConditionalGeneration,
        WhisperTokenizerFast,
    )

    source, inner = folder / "source", _speech_tokenizer()
    source.mkdir(parents=True)
    inner.save(str(source / "tokenizer.json"))
    end, start = inner.token_to_id("<|endoftext|>"), inner.token_to_id("<|startoftranscript|>")
    torch.manual_seed(0)
    model = WhisperForConditionalGeneration(
        WhisperConfig(
            vocab_size=inner.get_vocab_size(), d_model=64, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
            decoder_attention_heads=2, encoder_ffn_dim=64, decoder_ffn_dim=64, pad_token_id=end, bos_token_id=end,
            eos_token_id=end, decoder_start_token_id=start, suppress_tokens=[], begin_suppress_tokens=[],
        )
    )  # fmt: skip
    first, last = inner.token_to_id("<|0.00|>"), inner.token_to_id("<|1.00|>")
    line = torch.tensor([[start, first, *inner.encode(says).ids, last, end]])
    for deaf in model.model.decoder.layers[0].encoder_attn.out_proj.parameters():
        torch.nn.init.zeros_(deaf).requires_grad_(False)
    heard = torch.zeros(1, 1, 64)
    optimizer = torch.optim.Adam([p for p in model.model.decoder.parameters() if p.requires_grad], 5e-3)
    for _ in range(60):
        optimizer.zero_grad()
        model(encoder_outputs=(heard,), decoder_input_ids=line[:, :-1], labels=line[:, 1:]).loss.backward()
        optimizer.step()
    model.save_pretrained(source)
    WhisperTokenizerFast(tokenizer_file=str(source / "tokenizer.json"), unk_token="<|endoftext|>").save_pretrained(
        source
    )
    WhisperFeatureExtractor(feature_size=80).save_pretrained(source)
    converter = TransformersConverter(str(source), copy_files=["tokenizer.json", "preprocessor_config.json"])
    return Path(converter.convert(str(folder / "model"), quantization="int8"))
