"""Makes the fixtures of TorchPickleFileSpecs and NpyFileSpecs. With torch 1.13 or newer: python3 make_fixtures.py"""
import collections
import io
import os
import pickle
import zipfile

import numpy
import torch

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def ramp(count, kind):
    return torch.arange(count, dtype=torch.float64).sub(3).to(kind)


def tensors():
    base = ramp(24, torch.float32)
    state = collections.OrderedDict()
    state["plain"] = ramp(6, torch.float32).reshape(2, 3)
    state["scalar"] = torch.tensor(2.5)
    state["empty"] = torch.empty(0, 4)
    state["transposed"] = base.reshape(4, 6).t()
    state["sliced"] = base[5:17:3]
    state["shared"] = base.reshape(2, 3, 4)
    state["permuted"] = base.reshape(2, 3, 4).permute(2, 0, 1)
    state["parameter"] = torch.nn.Parameter(ramp(4, torch.float32))
    for name, kind in [("double", torch.float64), ("half", torch.float16), ("bfloat16", torch.bfloat16),
                       ("long", torch.int64), ("int", torch.int32), ("short", torch.int16), ("char", torch.int8)]:
        state[name] = ramp(5, kind)
    state["byte"] = torch.tensor([0, 1, 200, 255], dtype=torch.uint8)
    state["bool"] = torch.tensor([True, False, True])
    return state


class Calls:
    """Asks the reader to call something, as a hostile file would."""

    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def with_pickle(name, content):
    """An archive of torch's shape around a pickle of our own."""
    with zipfile.ZipFile(path(name), "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("archive/data.pkl"), content)
        archive.writestr(zipfile.ZipInfo("archive/version"), "3\n")


torch.manual_seed(1)
torch.save(tensors(), path("tensors.bin"))
torch.save(torch.nn.Linear(3, 2).state_dict(), path("linear.bin"))
torch.save(dict(tensors()), path("protocol4.bin"), pickle_protocol=4)
torch.save(tensors(), path("legacy.bin"), _use_new_zipfile_serialization=False)
torch.save({"model": {"weight": torch.ones(2)}, "epoch": 3}, path("nested.bin"))
torch.save(torch.nn.Linear(3, 2), path("whole-module.bin"))
with_pickle("malicious.bin", pickle.dumps({"weight": Calls(os.system, "touch pwned")}, protocol=2))
with_pickle("malicious-eval.bin", pickle.dumps({"weight": Calls(eval, "1 + 1")}, protocol=4))

numpy.save(path("float32.npy"), numpy.arange(6, dtype="<f4").reshape(2, 3) / 4)
numpy.save(path("float64.npy"), numpy.arange(6, dtype="<f8").reshape(1, 2, 3) / 3)
numpy.save(path("int64.npy"), numpy.array([-1, 2**40], dtype="<i8"))
numpy.save(path("scalar.npy"), numpy.float32(2.5))
numpy.save(path("fortran.npy"), numpy.asfortranarray(numpy.ones((2, 3), dtype="<f4")))
numpy.save(path("big-endian.npy"), numpy.ones(2, dtype=">f4"))
numpy.save(path("text.npy"), numpy.array(["a", "b"]))
