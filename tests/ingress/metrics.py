"""Reading `/metrics` as Prometheus does."""

from urllib.parse import urlsplit

from prometheus_client.parser import text_string_to_metric_families

from tests.support import plain_http
from tests.support.desk import Desk


def address(desk: Desk, path: str) -> str:
    """Return the address of a path of the desk's web role."""
    assert desk.sandbox.events_url is not None
    return urlsplit(desk.sandbox.events_url)._replace(path=path).geturl()


def metric(desk: Desk, name: str, **labels: str) -> float:
    """Return the value of a sample, 0 while there is none."""
    page = plain_http.get(address(desk, "/metrics")).text
    samples = (sample for family in text_string_to_metric_families(page) for sample in family.samples)
    return sum(sample.value for sample in samples if sample.name == name and labels.items() <= sample.labels.items())
