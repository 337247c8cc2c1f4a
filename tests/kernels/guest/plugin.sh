#!/bin/sh
# SPDX-License-Identifier: MIT
exec landlock-guard events - >>/var/log/landlock-guard.jsonl
