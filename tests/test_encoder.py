"""indexing.encoder: texts to vectors, by the built-in model or one from a folder."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus import Policy
from corpus.errors import ModelError
from corpus.settings import Settings
from indexing import Searcher, build_index
from indexing.build import MODEL_DIR
from indexing.encoder import StaticEncoder, load_encoder

SettingsIn = Callable[..., Settings]
TEXTS = ["担保费率最高多少", "应收账款质押融资", "专精特新“小巨人”企业", "ＬＰＲ改革", "贷款 贴息"]


@pytest.fixture(scope="module")
def corpus_texts(policies: list[Policy]) -> list[str]:
    return [clause.text for policy in policies for clause in policy.clauses]


@pytest.fixture(scope="module")
def built_in() -> StaticEncoder:
    return StaticEncoder(MODEL_DIR)


class TestBuiltInModel:
    def test_the_folder_is_a_plain_sentence_transformer(
            self, built_in: StaticEncoder, corpus_texts: list[str]) -> None:
        from sentence_transformers import SentenceTransformer

        texts = [*TEXTS, *corpus_texts]
        ours = built_in.encode(texts)
        theirs = SentenceTransformer(str(MODEL_DIR), device="cpu").encode(texts)
        assert theirs.shape == ours.shape == (len(texts), built_in.dim)
        assert (ours * theirs).sum(axis=1).min() > 0.999

    def test_vectors_have_length_one(self, built_in: StaticEncoder) -> None:
        vectors = built_in.encode(TEXTS)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    @pytest.mark.parametrize("text", ["", " ", "☃☃", "，。？"],
                             ids=["empty", "blank", "symbols", "signs"])
    def test_a_text_without_words_is_the_zero_vector(
            self, built_in: StaticEncoder, text: str) -> None:
        vectors = built_in.encode([text, TEXTS[0]])
        assert not vectors[0].any()
        assert vectors[1].any()

    def test_a_vector_does_not_depend_on_its_neighbours(self, built_in: StaticEncoder) -> None:
        alone = np.vstack([built_in.encode([text]) for text in TEXTS])
        np.testing.assert_allclose(built_in.encode(TEXTS), alone, atol=1e-6)

    @pytest.mark.parametrize(("one", "other"), [
        ("ＬＰＲ", "lpr"), ("贷款 贴息", "贷款贴息"), ("“担保”！", "担保")],
        ids=["width", "blank", "signs"])
    def test_spelling_makes_no_difference(
            self, built_in: StaticEncoder, one: str, other: str) -> None:
        first, second = built_in.encode([one, other])
        np.testing.assert_allclose(first, second, atol=1e-6)

    @pytest.mark.parametrize(("asked", "near", "far"), [
        ("炒鱿鱼", "解除劳动合同", "抵押登记"), ("欠钱不还", "债务人不履行债务", "产品质量检验"),
        ("房东", "出租人", "承运人"), ("铜价乱跳", "期货", "知识产权"),
        ("借新还旧", "续贷", "上市")])
    def test_everyday_words_are_near_those_of_the_documents(
            self, built_in: StaticEncoder, asked: str, near: str, far: str) -> None:
        question, right, wrong = built_in.encode([asked, near, far])
        assert question @ right > question @ wrong + 0.1

    def test_eight_threads_encode_what_one_encodes(self, built_in: StaticEncoder) -> None:
        with ThreadPoolExecutor(8) as pool:
            for vectors in pool.map(built_in.encode, [TEXTS] * 64):
                np.testing.assert_array_equal(vectors, built_in.encode(TEXTS))


@pytest.fixture(scope="module")
def make_bert(tmp_path_factory: pytest.TempPathFactory,
              corpus_texts: list[str]) -> Callable[[int], Path]:
    """Save a random BERT of one layer as a SentenceTransformer folder; return the folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    characters = sorted({char for text in corpus_texts for char in text if not char.isspace()})

    def make(dim: int) -> Path:
        folder = tmp_path_factory.mktemp("bert")
        vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
        (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
        tokenizer = BertTokenizerFast(str(folder / "vocab.txt"))
        torch.manual_seed(dim)
        BertModel(BertConfig(
            vocab_size=len(tokenizer), hidden_size=dim, num_hidden_layers=1,
            num_attention_heads=2, intermediate_size=32, max_position_embeddings=64,
        )).save_pretrained(folder / "hf")
        tokenizer.save_pretrained(folder / "hf")
        SentenceTransformer(str(folder / "hf"), device="cpu").save(str(folder / "model"))
        return folder / "model"

    return make


@pytest.fixture(scope="module")
def bert(make_bert: Callable[[int], Path]) -> Path:
    return make_bert(24)


class TestTransformer:
    @pytest.fixture(scope="class")
    def settings(self, bert: Path, settings_in: SettingsIn,
                 tmp_path_factory: pytest.TempPathFactory) -> Settings:
        return settings_in(tmp_path_factory.mktemp("data"), embedding_model=str(bert))

    @pytest.fixture(scope="class")
    def searcher(self, one_policy: list[Policy], settings: Settings) -> Searcher:
        return Searcher.open(one_policy, settings)

    def test_it_gives_unit_vectors(self, bert: Path) -> None:
        encoder = load_encoder(str(bert))
        vectors = encoder.encode([*TEXTS, ""])
        assert encoder.dim == 24
        assert vectors.shape == (len(TEXTS) + 1, 24)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_an_index_is_built_and_searched(self, searcher: Searcher) -> None:
        found = [hit.clause.id for hit in searcher.search("应收账款质押贷款", k=3)]
        assert "qianjiang-2023#8" in found

    def test_opening_again_does_not_rebuild(
            self, searcher: Searcher, one_policy: list[Policy], settings: Settings) -> None:
        before = build_index(one_policy, settings)
        again = Searcher.open(one_policy, settings)
        assert build_index(one_policy, settings) == before
        assert again.search("贷款贴息") == searcher.search("贷款贴息")

    def test_another_model_rebuilds(self, searcher: Searcher, settings: Settings,
                                    one_policy: list[Policy], tmp_path: Path) -> None:
        shutil.copytree(settings.data_dir, tmp_path / "data")
        change = {"data_dir": tmp_path / "data", "embedding_model": "built-in"}
        changed = settings.model_copy(update=change)
        assert Searcher.open(one_policy, changed).search("应收账款质押贷款", k=1)
        assert (build_index(one_policy, changed).name
                != build_index(one_policy, settings).name)

    def test_eight_threads_find_what_one_finds(self, searcher: Searcher) -> None:
        questions = ["贷款贴息", "应收账款质押贷款怎么办理，需要哪些材料", "白名单"] * 8
        alone = [[hit.clause.id for hit in searcher.search(q)] for q in questions]
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(searcher.search, questions))
        assert [[hit.clause.id for hit in hits] for hits in together] == alone

    def test_a_model_replaced_in_its_folder_rebuilds(
            self, make_bert: Callable[[int], Path], settings_in: SettingsIn,
            one_policy: list[Policy], tmp_path: Path) -> None:
        model = tmp_path / "model"
        settings = settings_in(tmp_path / "data", embedding_model=str(model))
        for dim in (16, 32):
            shutil.rmtree(model, ignore_errors=True)
            shutil.copytree(make_bert(dim), model)
            assert Searcher.open(one_policy, settings).search("贷款贴息", k=1)


class TestNoModel:
    @pytest.fixture(autouse=True)
    def offline(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from huggingface_hub import constants

        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)

    @pytest.mark.parametrize("name", [
        "no-such/model", "/no/such/folder", "no such model", "a/b/c/d"],
        ids=["hub-name", "path", "blanks", "too-deep"])
    def test_a_model_that_does_not_exist(self, name: str, settings_in: SettingsIn,
                                         one_policy: list[Policy], tmp_path: Path) -> None:
        with pytest.raises(ModelError) as caught:
            Searcher.open(one_policy, settings_in(tmp_path, embedding_model=name))
        assert caught.value.value == name
        assert [path for path in (tmp_path / "index").iterdir() if path.is_dir()] == []

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError):
            load_encoder(str(tmp_path))

    def test_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "model").write_text("no model")
        with pytest.raises(ModelError):
            load_encoder(str(tmp_path / "model"))

    @pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
    def test_a_static_model_without_a_file(
            self, tmp_path: Path, name: str) -> None:
        shutil.copytree(MODEL_DIR, tmp_path / "model")
        (tmp_path / "model" / name).unlink()
        with pytest.raises(ModelError):
            load_encoder(str(tmp_path / "model"))

    @pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
    def test_a_static_model_with_a_file_cut_short(
            self, tmp_path: Path, name: str) -> None:
        shutil.copytree(MODEL_DIR, tmp_path / "model")
        path = tmp_path / "model" / name
        path.write_bytes(path.read_bytes()[:100])
        with pytest.raises(ModelError):
            load_encoder(str(tmp_path / "model"))

    def test_a_transformer_with_weights_cut_short(self, bert: Path, tmp_path: Path) -> None:
        shutil.copytree(bert, tmp_path / "model")
        path = tmp_path / "model" / "model.safetensors"
        path.write_bytes(path.read_bytes()[:100])
        with pytest.raises(ModelError):
            load_encoder(str(tmp_path / "model"))

    def test_an_empty_name(self) -> None:
        with pytest.raises(ModelError):
            load_encoder("")
