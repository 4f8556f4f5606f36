import platform

print(f"Hello from Python {platform.python_version()} in a container built by Slipway.")
