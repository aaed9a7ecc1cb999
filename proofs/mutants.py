"""The wrong formulas that the proofs must refuse."""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """A file, the formula in it, the wrong formula, and what is wrong with it."""

    file: str
    formula: str
    wrong: str
    what: str


MUTANTS = (
    Mutant("Smooth", "(sigmoid x * (1 - sigmoid x)).\nProof", "(sigmoid x * (1 + sigmoid x)).\nProof", "sigmoid: sign of the slope"),
    Mutant("Smooth", "(sigmoid x * sigmoid (- x)).", "(sigmoid x * sigmoid x).", "sigmoid: slope without the reflection"),
    Mutant("Smooth", "is_derive tanh x (1 - tanh x ^ 2)", "is_derive tanh x (1 - tanh x)", "tanh: square lost"),
    Mutant(
        "Smooth", "is_derive tanh x (4 * e / (1 + e) ^ 2)", "is_derive tanh x (2 * e / (1 + e) ^ 2)", "tanh: factor of the stable slope"
    ),
    Mutant("Smooth", "is_derive softplus x (sigmoid x)", "is_derive softplus x (sigmoid (- x))", "softplus: reflected slope"),
    Mutant("Smooth", "is_derive log_sigmoid x (sigmoid (- x))", "is_derive log_sigmoid x (sigmoid x)", "log-sigmoid: reflection lost"),
    Mutant("Smooth", "x (sigmoid x * (1 + x * (1 - sigmoid x))).", "x (sigmoid x * (1 - x * (1 - sigmoid x))).", "SiLU: sign"),
    Mutant("Kinks", "then 1 else a * exp x.", "then 1 else a * (exp x - 1).", "ELU: value in place of the slope"),
    Mutant(
        "Kinks",
        "Definition leaky_relu_slope (a x : R) : R := if Rlt_dec 0 x then 1 else a.",
        "Definition leaky_relu_slope (a x : R) : R := if Rlt_dec 0 x then 1 else 0.",
        "leaky ReLU: slope 0 below 0",
    ),
    Mutant("Kinks", "Theorem heaviside_derivative x : x <> 0 -> ", "Theorem heaviside_derivative x : ", "step: a slope at 0 as well"),
    Mutant("Gelu", "is_derive gelu x (normal_cdf x + x * normal_pdf x)", "is_derive gelu x (normal_cdf x)", "GELU: product rule forgotten"),
    Mutant("Gelu", "exp (- x ^ 2 / 2) / sqrt (2 * PI)", "exp (- x ^ 2) / sqrt (2 * PI)", "GELU: density of another law"),
    Mutant("Gelu", "(1 + 3 * 0.044715 * x ^ 2)).\n\n", "(1 + 0.044715 * x ^ 2)).\n\n", "tanh GELU: factor 3 lost"),
    Mutant(
        "Softmax", "  softmax x i * (d i - ∑_k softmax x k * d k).", "  softmax x i * (1 - softmax x i) * d i.", "softmax: diagonal only"
    ),
    Mutant(
        "Softmax", "  softmax x i * (d i - ∑_k softmax x k * d k).", "  softmax x i * (d i - ∑_k d k).", "softmax: weights lost in the sum"
    ),
    Mutant("Softmax", "(fun x g i => g i - softmax x i * ∑_k g k)", "(fun x g i => g i - softmax x i * g i)", "log-softmax: sum lost"),
    Mutant(
        "Softmax",
        "if a j then exp (x j) / ∑_(k | a k) exp (x k) else 0",
        "if a j then exp (x j) / ∑_k exp (x k) else 0",
        "masked softmax: masked entries in the denominator",
    ),
    Mutant(
        "CrossEntropy", "(fun x k => (∑_i t i) * softmax x k - t k)", "(fun x k => softmax x k - t k)", "cross-entropy: mass taken as 1"
    ),
    Mutant(
        "CrossEntropy",
        "(fun k => softmax x k - t k).\nProof.\nmove=> T1",
        "(fun k => t k - softmax x k).\nProof.\nmove=> T1",
        "cross-entropy: sign",
    ),
    Mutant("CrossEntropy", "(fun y k => - t k / y k)", "(fun y k => t k / y k)", "cross-entropy on probabilities: sign"),
    Mutant(
        "CrossEntropy",
        "(softmax (row x p.1) p.2 - onehot (lab p.1) p.2) / count B) all_rows",
        "softmax (row x p.1) p.2 - onehot (lab p.1) p.2) all_rows",
        "cross-entropy: not averaged over the batch",
    ),
    Mutant("CrossEntropy", "= - (∑_(k | k != l) e k) / ∑_k e k", "= (∑_(k | k != l) e k) / ∑_k e k", "label split: sign"),
    Mutant("Errors", "(fun x p => (x p - t p) / count B)", "(fun x p => 2 * (x p - t p) / count B)", "half squared error: factor 2"),
    Mutant("Errors", "2 * (x p - t p) / (count B * count C)", "2 * (x p - t p) / count B", "mean squared error: divided by N only"),
    Mutant(
        "Errors",
        "(sigmoid (x p) - t p) / (count B * count C)",
        "(x p - t p) / (count B * count C)",
        "binary cross-entropy: logit for probability",
    ),
    Mutant("Errors", "(fun w i => lam * w i)", "(fun w i => 2 * lam * w i)", "L2 penalty: factor 2"),
    Mutant("Affine", "∑_j d (p.1, j) * W (p.2, j).", "∑_j d (p.1, j).", "affine: d_x without W"),
    Mutant("Affine", "∑_i X (i, p.1) * d (i, p.2).", "∑_i X (i, p.1) * d (i, p.2) / 2.", "affine: d_weight halved"),
    Mutant("Affine", "fun j => ∑_i d (i, j).", "fun j => (∑_i d (i, j)) * count B.", "affine: d_bias times the batch size"),
    Mutant("Backprop", "table (pull_in th.1 x back.2)", "table (pull_in th.1 (fun _ => 0) back.2)", "backprop: the stored input forgotten"),
    Mutant(
        "Graph",
        "(fun a => d (inl a) + pull_in th x (fun b => d (inr b)) a) x'.\nProof",
        "(fun a => pull_in th x (fun b => d (inr b)) a) x'.\nProof",
        "fan-out: signal overwritten",
    ),
    Mutant(
        "Graph", "(fun a => d a + pull_in th x d a) x'.\nProof", "(fun a => pull_in th x d a) x'.\nProof", "residual: the direct path lost"
    ),
    Mutant("Graph", "∑_(n | index n == q.1) g (n, q.2)", "∑_(n | index n != q.1) g (n, q.2)", "embedding: signals to the other rows"),
    Mutant(
        "Conv",
        "∑_o ∑_i ∑_(k | at_ i k == Some q.2) w (o, q.1, k) * d (o, i).",
        "∑_o ∑_i ∑_k w (o, q.1, k) * d (o, i).",
        "convolution: position ignored",
    ),
    Mutant("Conv", "fun c => ∑_i d (c, i).", "fun c => ∑_i d (c, i) / count Out.", "convolution: bias gradient averaged"),
    Mutant("Pool", "∑_(o | winner x o == Some q) d o.", "∑_o d o.", "max-pool: signal to every entry"),
    Mutant("Pool", "then here else best", "then best else here", "max-pool: the smallest wins"),
    Mutant("Pool", "∑_o ∑_(k | at_ o k == Some q) d o / count Ker.", "∑_o ∑_(k | at_ o k == Some q) d o.", "average pool: not divided"),
    Mutant(
        "Norm",
        "(d i - mean d - y i * mean (fun k => y k * d k)) / sd x.",
        "(d i - y i * mean (fun k => y k * d k)) / sd x.",
        "layer norm: mean of d lost",
    ),
    Mutant("Norm", "(d i - mean d - y i * mean (fun k => y k * d k)) / sd x.", "d i / sd x.", "batch norm: statistics as constants"),
    Mutant(
        "Norm",
        "(d i - rms_normalise x i * mean (fun k => rms_normalise x k * d k)) / rms x.",
        "d i / rms x.",
        "RMS norm: the scale as a constant",
    ),
    Mutant("NormLayers", "fpull x (fun p => th (inl p.2) * d p).", "fpull x d.", "norm layers: gamma lost on the way back"),
    Mutant(
        "NormLayers", "inl j => ∑_i d (i, j) * f x (i, j)", "inl j => ∑_i d (i, j) * x (i, j)", "norm layers: d gamma from the raw input"
    ),
    Mutant("Dropout", "(if k i then 1 else 0) * x i / q.", "(if k i then 1 else 0) * x i.", "dropout: not rescaled"),
    Mutant("Dropout", "(fun _ g => dropout k g)", "(fun _ g i => g i)", "dropout: mask forgotten on the way back"),
    Mutant(
        "Attention",
        "back (inl (i, k)) = ∑_s (a * dS i s) * K (s, k)",
        "back (inl (i, k)) = ∑_s dS i s * K (s, k)",
        "attention: scale lost in dQ",
    ),
    Mutant("Attention", "P i s * (dP i s - ∑_r P i r * dP i r)", "P i s * dP i s", "attention: softmax Jacobian lost"),
    Mutant(
        "Adam",
        "E (fun w => m g t w / (1 - beta ^ t)) = mu.",
        "E (fun w => m g t w / (1 - beta)) = mu.",
        "Adam: exponent of the correction lost",
    ),
    Mutant("Adam", "adam_step (eps / sqrt (1 - b2 ^ t)) t.", "adam_step eps t.", "Adam: the two epsilons taken as the same"),
    Mutant("Momentum", "+ mu * mu * p.2 i - (1 + mu) * lr", "+ mu * p.2 i - (1 + mu) * lr", "Nesterov: mu once in the stored point"),
    Mutant("Momentum", "fun i => p.1 i + mu * p.2 i) i in", "fun i => p.1 i) i in", "Nesterov: gradient at the wrong point"),
    Mutant("Descent", "f x - lr * (1 - lr * L / 2) *", "f x - lr * (1 - lr * L / 4) *", "descent: too large a decrease"),
    Mutant("Descent", "lr < 2 / L ->", "lr < 3 / L ->", "descent: step size beyond 2 / L"),
    Mutant(
        "Networks", "let d1 p := heaviside (z p) * grad_X W2 d2 p in", "let d1 p := grad_X W2 d2 p in", "two-layer net: ReLU's slope lost"
    ),
    Mutant("Networks", "  (forall p, z p <> 0) ->\n  is_derive", "  is_derive", "two-layer net: side condition dropped"),
    Mutant(
        "SoftmaxError",
        "<= (1 + u) * (hi / (lo * (1 - u) ^ n)) * p + tiny.",
        "<= (1 + u) * hi * p + tiny.",
        "float softmax: sum taken as exact",
    ),
    Mutant("SoftmaxError", "(1 + e) * exp (z * u) * exp (x - m).", "(1 + e) * exp (x - m).", "float exponential: argument taken as exact"),
    Mutant("Rules", "∑_j W (j, p.1) * g (j, p.2).", "∑_j g (j, p.2).", "column affine: weight lost in dX"),
    Mutant("Rules", "evaluation_hat z p / (2 * (inrs", "evaluation_hat z p / (1 * (inrs", "batch norm in evaluation: factor 2 lost"),
    Mutant(
        "Rules", "(row_rms_pull (inrs z) (fun p => inls z p.2 * g p))", "(row_rms_pull (inrs z) g)", "RMS norm: gamma lost on the way back"
    ),
    Mutant("Rules", "∑_(o | at_ o == Some q) g o)", "∑_o g o)", "im2col: every copy sent to every source"),
    Mutant(
        "Rules",
        "(fun p => - inls z p / (count B * count C))",
        "(fun p => inls z p / (count B * count C))",
        "binary cross-entropy: sign in the target",
    ),
    Mutant("Errors", "(fun w i => lam * sign (w i))", "(fun w i => lam * w i)", "L1 penalty: gradient of the L2 penalty"),
    Mutant("Dropout", "classic_dropout k x i = q * x i.", "classic_dropout k x i = x i.", "classic dropout: taken as unbiased"),
    Mutant("Adaptive", "adagrad_rate t.+1 <= adagrad_rate t.", "adagrad_rate t <= adagrad_rate t.+1.", "AdaGrad: a rate that grows"),
    Mutant("Adaptive", "Rabs (rmsprop_step t) <= lr / sqrt (1 - rho).", "Rabs (rmsprop_step t) <= lr.", "RMSprop: bound of AdaGrad"),
    Mutant("Adaptive", "(1 - lr * decay) * p - u.", "(1 - decay) * p - u.", "AdamW: decay without the learning rate"),
    Mutant("LinkFunctions", "(x_0_0 + 1) * exp (- x_0_0) + 1", "(x_0_0 + 2) * exp (- x_0_0) + 1", "SiLU in Python: another slope"),
    Mutant(
        "LinkLayers",
        "= g_0_0 * weight_0_0 + g_0_1 * weight_0_1 /\\",
        "= g_0_0 * weight_0_0 + g_0_1 * weight_1_0 /\\",
        "affine in Python: weight not transposed",
    ),
    Mutant("Search", "z (- z * normal_pdf z).", "z (z * normal_pdf z).", "normal density: sign of the slope"),
    Mutant("Search", "error a = 1 - dot k a.", "error a = 1 + dot k a.", "posterior: variance added"),
    Mutant(
        "LinkOptimizers",
        "p - Adaptive.adagrad_step lr eps history 2 = - (d_p * lr / (eps + sqrt",
        "p - Adaptive.adagrad_step lr eps history 2 = - (d_p * lr / (1 + sqrt",
        "AdaGrad in Python: 1 in place of eps",
    ),
    Mutant(
        "Search",
        "(b - m) * normal_cdf ((b - m) / s) + s",
        "(b - m) * normal_pdf ((b - m) / s) + s",
        "expected improvement: density for the distribution function",
    ),
    Mutant("Search", "both (fun i => - (g i * normal_cdf", "both (fun i => (g i * normal_cdf", "expected improvement: sign in the mean"),
    Mutant("NormalLaw", "remainder x = PI / 4.", "remainder x = PI / 2.", "normal law: mass of another law"),
    Mutant("NormalLaw", "(- z) = 1 - normal_cdf z.", "(- z) = normal_cdf z.", "normal law: both tails taken as one"),
    Mutant("Improvement", "Rmax (b - (m + s * u)) 0", "Rmax (m + s * u - b) 0", "expected improvement: upwards"),
    Mutant("Improvement", "improvement b s m = b - m.", "improvement b s m = m - b.", "expected improvement: mean and best exchanged"),
    Mutant("Kernel", "exp (- squared_distance a b", "exp (squared_distance a b", "kernel: grows with the distance"),
    Mutant("Kernel", "(x j) + noise * onehot i j.", "(x j) - noise * onehot i j.", "posterior: noise taken off the diagonal"),
    Mutant("Kernel", "1 - dot cross a <= 1 - noise", "1 + dot cross a <= 1 - noise", "posterior: variance that grows with what is known"),
)
CONTROL = Mutant("Softmax", "Section Softmax.", "Section Softmax.", "control: nothing changed")
