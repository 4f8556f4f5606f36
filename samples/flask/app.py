import os

from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/")
def greet():
    return f"Hello from {os.uname().nodename}\n"


@app.get("/health")
def health():
    return jsonify(status="ok")
