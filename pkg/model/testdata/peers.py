"""Times the package's problems with NumPy and JAX and prints JSON.

Run with a Python that has numpy and, for the second part, jax:

    python peers.py [--rows 100,1000,...] [--repeats 5]

The result maps each peer and problem to microseconds an epoch, one number for
each repeat: an epoch is one evaluation of loss and gradient, one step, and one
record. Data are random, float64, made from a fixed seed.

  numpy        the gradient worked out by hand
  jax          loss and gradient jitted, the loop in Python
  jax_lecture  nothing jitted, loss and gradient called one after the other
  jax_scan     the whole loop jitted with lax.scan
"""
import argparse
import json
import time

import numpy as np

BELT_IN = np.array([30.5, 32.5, 34.5, 36.5, 38.5, 40.5, 42.5, 44.5, 46.5, 48.5])
BELT_CM = np.array([77.0, 83, 88, 93, 98, 103, 108, 113, 118, 123])


def regression(rows, columns):
    random = np.random.default_rng(1)
    x = np.concatenate([np.ones((rows, 1)), random.standard_normal((rows, columns - 1))], axis=1)
    y = x @ np.linspace(-1, 1, columns) + random.standard_normal(rows)
    return x, y


def descend(loss_and_gradient, start, rate, epochs):
    params = start
    history = []
    for _ in range(epochs):
        loss, gradient = loss_and_gradient(params)
        history.append((params, loss, gradient))
        params = params - rate * gradient
    return params, history


def microseconds(run, epochs, repeats):
    run(epochs)  # compile, warm up
    samples = []
    for _ in range(repeats):
        start = time.perf_counter()
        run(epochs)
        samples.append(round((time.perf_counter() - start) / epochs * 1e6, 2))
    return samples


def numpy_problem(x, y, rate):
    def loss_and_gradient(params):
        error = x @ params - y
        return np.mean(error * error), 2 / len(y) * (error @ x)

    return lambda epochs: descend(loss_and_gradient, np.zeros(x.shape[1]), rate, epochs)


def jax_loss(x, y):
    import jax.numpy as jnp

    x, y = jnp.asarray(x), jnp.asarray(y)
    return lambda params: jnp.mean(jnp.square(x @ params - y)), jnp.zeros(x.shape[1])


def jax_problem(x, y, rate):
    import jax

    loss, start = jax_loss(x, y)
    both = jax.jit(jax.value_and_grad(loss))

    def run(epochs):
        params, _ = descend(both, start, rate, epochs)
        params.block_until_ready()

    return run


def jax_lecture_problem(x, y, rate):
    import jax

    loss, start = jax_loss(x, y)
    gradient = jax.grad(loss)

    def run(epochs):
        params, _ = descend(lambda p: (loss(p), gradient(p)), start, rate, epochs)
        params.block_until_ready()

    return run


def jax_scan_problem(x, y, rate):
    import jax

    loss, start = jax_loss(x, y)
    both = jax.value_and_grad(loss)

    def step(params, _):
        value, gradient = both(params)
        return params - rate * gradient, (params, value, gradient)

    loop = jax.jit(lambda params, epochs: jax.lax.scan(step, params, length=epochs), static_argnums=1)

    def run(epochs):
        jax.block_until_ready(loop(start, epochs))

    return run


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rows", default="100,1000,10000,100000,1000000")
    arguments.add_argument("--repeats", type=int, default=5)
    options = arguments.parse_args()
    peers = {"numpy": numpy_problem}
    try:
        import jax

        jax.config.update("jax_enable_x64", True)
        peers |= {"jax": jax_problem, "jax_lecture": jax_lecture_problem, "jax_scan": jax_scan_problem}
    except ImportError:
        pass
    small = {
        "belt": (BELT_IN[:, None], BELT_CM, 1e-5),
        "penguins": (*regression(333, 2), 0.01),
    }
    large = {
        f"{rows}x{columns}": (*regression(rows, columns), 0.01)
        for columns in (2, 32)
        for rows in (int(n) for n in options.rows.split(","))
        if rows * columns <= 32_000_000
    }
    result = {}
    for peer, make in peers.items():
        # The lecture's loop and the compiled one are of interest on the lesson's problems.
        problems = small if peer in ("jax_lecture", "jax_scan") else small | large
        result[peer] = {}
        for name, (x, y, rate) in problems.items():
            epochs = 100 if peer == "jax_lecture" else max(3, min(1000, 4_000_000 // x.size))
            result[peer][name] = microseconds(make(x, y, rate), epochs, options.repeats)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
