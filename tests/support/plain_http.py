"""Requests over HTTP, for tests that ask often: the world's certificates, which nobody here shows, are read once."""

import ssl
from functools import cache
from typing import Any

import httpx


def get(url: str, **how: Any) -> httpx.Response:
    """Do what `httpx.get` does, without what the environment says of proxies."""
    return request("GET", url, **how)


def post(url: str, **how: Any) -> httpx.Response:
    """Do what `httpx.post` does, without what the environment says of proxies."""
    return request("POST", url, **how)


def request(method: str, url: str, **how: Any) -> httpx.Response:
    """Do what `httpx.request` does, without what the environment says of proxies."""
    return httpx.request(method, url, trust_env=False, verify=trusted(), **how)


@cache
def trusted() -> ssl.SSLContext:
    """Return whom requests by https would trust. To read it takes 20 ms, and httpx reads it for every request."""
    return httpx.create_ssl_context(trust_env=False)
