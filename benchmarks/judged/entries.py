"""The implementations to judge: of which rule, by whom, and where their functions are. Imports none of them."""

from __future__ import annotations

from typing import Final, Literal

import attrs

FORMS: Final = "benchmarks.judged"


@attrs.frozen
class Entry:
    """A row of the table: a rule, a name for the reader, and functions of a module of this folder.

    `library` is the distribution whose own code is called; empty for operations that are written anew from their
    description, whose `source` says where they stand.
    """

    rule: str
    name: str
    module: str
    forward: str
    pullback: str = ""
    arrays: Literal["numpy", "torch", "jax"] = "numpy"
    library: str = ""
    source: str = ""

    @property
    def functions(self) -> tuple[str, str | None]:
        """What `pureml conform` is given."""
        where = f"{FORMS}.{self.module}"
        return f"{where}:{self.forward}", f"{where}:{self.pullback}" if self.pullback else None


BOOK: Final = "the book"


def _torch(rule: str, name: str, forward: str) -> Entry:
    return Entry(rule, name, "torch_functions", forward, arrays="torch", library="torch")


def _jax(rule: str, name: str, forward: str) -> Entry:
    return Entry(rule, name, "jax_functions", forward, arrays="jax", library="jax")


def _scipy(rule: str, name: str, forward: str) -> Entry:
    return Entry(rule, name, "scipy_functions", forward, library="scipy")


def _sklearn(rule: str, name: str, forward: str, pullback: str = "") -> Entry:
    return Entry(rule, name, "sklearn_functions", forward, pullback, library="scikit-learn")


def _autograd(rule: str, name: str, forward: str, pullback: str) -> Entry:
    return Entry(rule, name, "autograd_functions", forward, pullback, library="autograd")


def _described(rule: str, name: str, forward: str, pullback: str, source: str) -> Entry:
    return Entry(rule, name, "described", forward, pullback, source=source)


ENTRIES: Final = (
    _torch("softmax", "torch.softmax", "softmax"),
    _torch("log_softmax", "torch.log_softmax", "log_softmax"),
    _torch("logsumexp", "torch.logsumexp", "logsumexp"),
    _torch("sigmoid", "torch.sigmoid", "sigmoid"),
    _torch("log_sigmoid", "functional.logsigmoid", "log_sigmoid"),
    _torch("tanh", "torch.tanh", "tanh"),
    _torch("relu", "functional.relu", "relu"),
    _torch("softplus", "functional.softplus", "softplus"),
    _torch("gelu", "functional.gelu", "gelu"),
    _torch("silu", "functional.silu", "silu"),
    _torch("softmax_cross_entropy", "functional.cross_entropy, class indices", "cross_entropy"),
    _torch("softmax_cross_entropy_distribution", "functional.cross_entropy, distributions", "cross_entropy"),
    _torch("binary_cross_entropy", "functional.binary_cross_entropy_with_logits", "binary_cross_entropy"),
    _torch("layer_norm", "functional.layer_norm", "layer_norm"),
    _torch("batch_norm", "functional.batch_norm", "batch_norm"),
    _jax("softmax", "jax.nn.softmax", "softmax"),
    _jax("log_softmax", "jax.nn.log_softmax", "log_softmax"),
    _jax("logsumexp", "jax.nn.logsumexp", "logsumexp"),
    _jax("gelu", "jax.nn.gelu, not approximate", "gelu"),
    _scipy("softmax", "special.softmax", "softmax"),
    _scipy("log_softmax", "special.log_softmax", "log_softmax"),
    _scipy("logsumexp", "special.logsumexp", "logsumexp"),
    _scipy("sigmoid", "special.expit", "sigmoid"),
    _scipy("log_sigmoid", "special.log_expit", "log_sigmoid"),
    _scipy("gelu", "x times special.ndtr(x)", "gelu"),
    _sklearn("softmax", "extmath.softmax", "softmax"),
    _sklearn("sigmoid", "inplace_logistic and its derivative", "sigmoid", "sigmoid_back"),
    _sklearn("tanh", "inplace_tanh and its derivative", "tanh", "tanh_back"),
    _sklearn("relu", "inplace_relu and its derivative", "relu", "relu_back"),
    _sklearn("cross_entropy", "log_loss of its neural networks", "cross_entropy"),
    _autograd("logsumexp", "scipy.special.logsumexp", "logsumexp", "logsumexp_back"),
    _autograd("softmax", "exp(x - logsumexp(x))", "softmax", "softmax_back"),
    _described("softmax", "softmax, its diagonal alone on the way back", "book_softmax", "diagonal_softmax_back", "homeworks"),
    _described("cross_entropy", "cross_entropy_error", "book_cross_entropy", "book_cross_entropy_back", f"{BOOK}, common/functions.py"),
    _described(
        "softmax_cross_entropy", "SoftmaxWithLoss", "book_softmax_with_loss", "book_softmax_with_loss_back", f"{BOOK}, common/layers.py"
    ),
    _described("sigmoid", "sigmoid and sigmoid_grad", "book_sigmoid", "book_sigmoid_grad", f"{BOOK}, common/functions.py"),
    _described("relu", "relu and relu_grad", "book_relu", "book_relu_grad", f"{BOOK}, common/functions.py"),
    _described("relu", "Relu.backward", "book_relu", "book_relu_layer_back", f"{BOOK}, common/layers.py"),
    _described("layer_norm", "layer norm, variance in one pass", "one_pass_layer_norm", "", "textbooks"),
    _described("batch_norm", "batch norm, variance in one pass", "one_pass_batch_norm", "", "textbooks"),
    _described("dropout", "Dropout.backward", "inverted_dropout", "numpy_ml_dropout_back", "numpy-ml, issue 94"),
    _described("sigmoid", "Sigmoid", "dezero_sigmoid", "dezero_sigmoid_back", "DeZero, functions.py"),
    _described("binary_cross_entropy", "sigmoid, then binary_cross_entropy", "dezero_binary_cross_entropy", "", "DeZero, functions.py"),
    _described("softplus", "log(1 + exp(x))", "naive_softplus", "", "textbooks"),
    _described("log_softmax", "log(softmax(x))", "naive_log_softmax", "", "textbooks"),
)
