"""The lesson of notebooks 01 and 02 in Python, one cell after each "# %%".

What the bench runs in an ipykernel, beside the Go notebooks: the same tables,
numbers, figures and animation, with NumPy, JAX, pandas and matplotlib, written
as such lessons usually are: a gradient function that isn't compiled, called in a
loop that keeps a history. Its folder must hold belts.csv and penguins.csv.
"""
# %%
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import HTML
from jax import grad
from matplotlib.animation import FuncAnimation
# %%
print("The first little step")
# %%
belts = pd.read_csv("belts.csv")
belts
# %%
inches, cm = belts["belt_in"].to_numpy(), belts["belt_cm"].to_numpy()
# %%
def convert(multiplier):
    return multiplier * inches
# %%
convert(1.5) - cm
# %%
def mse(guesses, actual):
    return np.mean((guesses - actual) ** 2)
# %%
print(mse(convert(1.5), cm))
# %%
print(mse(convert(1.7), cm))
# %%
multipliers = np.linspace(0, 5, 50)
losses = np.array([mse(convert(m), cm) for m in multipliers])
print(len(losses), losses.min())
# %%
fig, ax = plt.subplots()
ax.scatter(multipliers, losses)
ax.set(xlabel="multiplier", ylabel="loss (cm²)")
plt.show()
# %%
print(multipliers[losses.argmin()])
# %%
print(50**5, 50**10, 5**50)
# %%
fig, ax = plt.subplots()
many = np.linspace(0, 5, 200)
ax.plot(many, [mse(convert(m), cm) for m in many])
best = losses.argmin()
ax.scatter(multipliers[best], losses[best], color="tab:red")
for at, text in ((0.8, "falls all the way"), (4.7, "steep far out"), (3.9, "rises all the way")):
    ax.annotate(text, (at, mse(convert(at), cm)))
ax.set(xlabel="multiplier", ylabel="loss (cm²)")
plt.show()
# %%
def feel_slope(m, tiny=1e-4):
    return (mse(convert(m + tiny), cm) - mse(convert(m - tiny), cm)) / (2 * tiny)

print(feel_slope(1.7), feel_slope(3.0))
# %%
fig, ax = plt.subplots()
ax.plot(many, [mse(convert(m), cm) for m in many])
for at in (1.7, 3.0):
    slope = feel_slope(at)
    step = -slope / 4000
    ax.annotate("", (at + step, mse(convert(at), cm) + slope * step), (at, mse(convert(at), cm)),
                arrowprops={"arrowstyle": "->"})
ax.set(xlabel="multiplier", ylabel="loss (cm²)")
plt.show()
# %%
def loss(multiplier, inches, cm):
    return jnp.mean(jnp.square(jnp.dot(inches, multiplier) - cm))
# %%
slope_of = grad(loss)
# %%
print(loss(1.7, inches, cm), slope_of(1.7, inches, cm))
# %%
def walk(start, rate, epochs):
    multiplier, history = start, []
    for epoch in range(epochs):
        value, slope = loss(multiplier, inches, cm), slope_of(multiplier, inches, cm)
        history.append((epoch, multiplier, value, slope))
        multiplier = multiplier - rate * slope
    return multiplier, history
# %%
multiplier, history = walk(0.0, 1e-5, 1000)
print(f"{multiplier:.3f}")
# %%
for epoch, at, value, slope in walk(0.0, 1e-5, 5)[1]:
    print(epoch, at, value, slope)
# %%
columns = np.array(history).T
fig, axes = plt.subplots(3, 1, sharex=True)
for ax, values, name in zip(axes, columns[1:], ("multiplier", "loss", "gradient")):
    ax.plot(columns[0], values)
    ax.set(ylabel=name)
axes[-1].set(xlabel="epoch")
plt.show()
# %%
fig, ax = plt.subplots()
ax.plot(many, [mse(convert(m), cm) for m in many])
ax.plot(columns[1], columns[2], marker="o", markersize=3)
ax.set(xlabel="multiplier", ylabel="loss")
plt.show()
# %%
exact = inches @ cm / (inches @ inches)
print(exact, mse(convert(exact), cm), multiplier - exact)
# %%
limit = len(inches) / (inches @ inches)
print(limit, limit / 2, walk(0.0, limit / 2, 1)[0])
# %%
for share in (0.01, 0.5, 0.95, 1.05):
    print(share, walk(0.0, share * limit, 20)[0])
# %%
penguins = pd.read_csv("penguins.csv")
complete = penguins.dropna()
print(len(penguins), len(complete))
# %%
complete.head()
# %%
bill, mass = complete["bill_length_mm"].to_numpy(), complete["body_mass_g"].to_numpy()
print(bill[0], mass[0])
# %%
fig, ax = plt.subplots()
ax.scatter(bill, mass)
ax.set(xlabel="bill length (mm)", ylabel="body mass (g)")
plt.show()
# %%
bill_z = (bill - bill.mean()) / bill.std()
mass_z = (mass - mass.mean()) / mass.std()
print(bill.mean(), bill.std(), mass.mean(), mass.std())
# %%
X = np.stack([np.ones(bill_z.size), bill_z], axis=1)
X[:10]
# %%
some_params = np.array([2, 4])
print(X[1] * some_params)
# %%
print((X[1] * some_params).sum())
# %%
print(np.dot(X[1], some_params))
# %%
np.dot(X, some_params)
# %%
def loss_at(intercept, slope):
    return np.mean((X @ np.array([intercept, slope]) - mass_z) ** 2)

print(loss_at(-2, 0))
# %%
side = np.linspace(-2.5, 2.5, 41)
surface = np.array([[loss_at(a, b) for a in side] for b in side])
fig = plt.figure(figsize=(9, 4))
ax = fig.add_subplot(1, 2, 1, projection="3d")
ax.plot_surface(*np.meshgrid(side, side), surface)
ax = fig.add_subplot(1, 2, 2)
ax.contourf(side, side, surface)
plt.show()
# %%
def line_loss(params, X, actual):
    return jnp.mean(jnp.square(jnp.dot(X, params) - actual))

line_gradient = grad(line_loss)
# %%
def fit(X, start, rate=0.01, epochs=1000):
    params, history = np.array(start), []
    for _ in range(epochs):
        value, gradient = line_loss(params, X, mass_z), line_gradient(params, X, mass_z)
        history.append((params, value))
        params = params - rate * gradient
    return params, history
# %%
params, line_history = fit(X, [-2.0, 0.0])
print(params)
# %%
path = np.array([params for params, _ in line_history])
fig, ax = plt.subplots()
ax.contourf(side, side, surface)
ax.plot(path[:, 0], path[:, 1], color="white")
ax.set(xlabel="intercept", ylabel="slope")
plt.show()
# %%
fig, ax = plt.subplots()
ax.plot([value for _, value in line_history])
ax.set(xlabel="epoch", ylabel="loss")
plt.show()
# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
left.scatter(bill_z, mass_z)
ends = np.array([-2.5, 2.5])
line, = left.plot(ends, path[0, 0] + path[0, 1] * ends, color="tab:red")
right.contourf(side, side, surface)
point, = right.plot(*path[:1].T, "o", color="white")

def draw(epoch):
    line.set_ydata(path[epoch, 0] + path[epoch, 1] * ends)
    point.set_data(path[epoch : epoch + 1].T)

film = FuncAnimation(fig, draw, frames=np.unique(np.geomspace(1, 1000, 40).astype(int)) - 1)
html = HTML(film.to_jshtml())
plt.close(fig)
html
# %%
r = bill_z @ mass_z / len(mass_z)
print(r, 1 - r * r)
# %%
print(r * mass.std() / bill.std())
# %%
fig, ax = plt.subplots()
ax.scatter(bill, mass)
ends = np.array([bill.min(), bill.max()])
ax.plot(ends, mass.mean() + mass.std() * (params[0] + params[1] * (ends - bill.mean()) / bill.std()))
plt.show()
# %%
for x in (bill_z, bill):
    curvature = np.linalg.eigvalsh(2 / len(x) * np.array([[len(x), x.sum()], [x.sum(), x @ x]]))
    print(curvature, 2 / curvature[1])
# %%
for rate in (0.01, 0.5, 0.99, 1.01):
    _, some = fit(X, [-2.0, 0.0], rate, 50)
    print(rate, some[1][1], some[-1][1])
# %%
names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]
three = complete[names].to_numpy()
wide = np.column_stack([np.ones(len(three)), (three - three.mean(0)) / three.std(0)])
params, history = fit(wide, [-2.0, 0.0, 0.0, 0.0])
print(params, history[-1][1])
