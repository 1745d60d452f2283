"""The demo's catalogues: one that is fetched, one that the project draws and synthesises itself, and what to ask them."""

from agent.demo.catalogue import DemoCatalog, Source, demo_catalog
from agent.demo.fetch import fetch_stamps
from agent.demo.showcases import SHOWCASES, Showcase, showcase_files
from agent.demo.stamps import build_stamps
from agent.demo.starter import build_starter
from agent.demo.store import DemoStore, demo_store, make_store

__all__ = [
    "SHOWCASES",
    "DemoCatalog",
    "DemoStore",
    "Showcase",
    "Source",
    "build_stamps",
    "build_starter",
    "demo_catalog",
    "demo_store",
    "fetch_stamps",
    "make_store",
    "showcase_files",
]
