"""The addresses of `technology`: capabilities, today, gaps, architecture, fitness, sharing."""

from __future__ import annotations

from technology.tracker_files.rules import TRACKERS
from tests.architecture.entries import BOTH, GET, POST, Entry, entry

ENTRIES: list[Entry] = [
    entry("technology:overview", "discovery:viewer", GET),
    # Platforms and their capabilities
    entry("technology:capability_list", "discovery:viewer", GET),
    entry("technology:capability_add", "discovery:editor", BOTH, query="?plane=supervision"),
    entry("technology:capability_order", "discovery:editor", POST),
    entry("technology:catalog_add", "discovery:editor", POST),
    entry("technology:capability_edit", "discovery:editor", BOTH, uuid="capability"),
    entry("technology:gap_plan", "discovery:editor", BOTH, uuid="capability"),
    entry("technology:capability_delete", "discovery:editor", POST, uuid="capability"),
    entry("technology:platform_add", "discovery:editor", BOTH),
    entry("technology:platform_edit", "discovery:editor", BOTH, uuid="platform"),
    entry("technology:platform_delete", "discovery:editor", POST, uuid="platform"),
    entry("technology:platform_feedback_add", "discovery:editor", BOTH, uuid="platform"),
    entry("technology:platform_feedback_edit", "discovery:editor", BOTH, uuid="platform_feedback"),
    entry("technology:platform_feedback_delete", "discovery:editor", POST, uuid="platform_feedback"),
    entry("technology:platform_change_add", "discovery:editor", BOTH, uuid="platform"),
    entry("technology:platform_change_edit", "discovery:editor", BOTH, uuid="platform_change"),
    entry("technology:platform_change_delete", "discovery:editor", POST, uuid="platform_change"),
    # What products need of them, and what is missing
    entry("technology:gaps", "discovery:viewer", GET),
    *(
        Entry("technology:tasks_file", "discovery:viewer", GET, text={"tracker": tracker})
        for tracker in TRACKERS
    ),
    entry("technology:tasks_again", "discovery:viewer", BOTH),
    entry("technology:product_needs", "discovery:editor", BOTH, uuid="product"),
    # What there is today, and how all of it hangs together
    entry("technology:today", "discovery:viewer", GET),
    entry("technology:asset_add", "discovery:editor", BOTH),
    entry("technology:asset_edit", "discovery:editor", BOTH, uuid="asset"),
    entry("technology:asset_delete", "discovery:editor", POST, uuid="asset"),
    entry("technology:read_add", "discovery:editor", BOTH),
    entry("technology:read_delete", "discovery:editor", POST, uuid="asset_read"),
    entry("technology:architecture", "discovery:viewer", GET),
    entry("technology:architecture_organization", "discovery:viewer", GET),
    entry("technology:architecture_table", "discovery:viewer", GET),
    entry("technology:architecture_table", "discovery:viewer", GET, query="?of=organization"),
    # How fit data products are, who may use them, and how they are shared
    entry("technology:supervision", "discovery:viewer", GET),
    entry("technology:supervision_checks", "discovery:viewer", GET),
    entry("technology:organization_supervision", "organization:member", GET),
    entry("technology:product_fitness", "discovery:viewer", GET, uuid="product"),
    entry("technology:product_access", "discovery:viewer", GET, uuid="product"),
    entry("technology:product_sharing", "discovery:viewer", GET, uuid="product"),
    entry("technology:sharing_edit", "discovery:editor", BOTH, uuid="product", port="output_port"),
    entry("technology:sharing_withdraw", "discovery:editor", POST, uuid="product", port="output_port"),
]
