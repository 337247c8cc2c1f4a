#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Install the library where the other scripts find it: $BUILD_DIR/consumer/prefix
. "$(dirname "$0")/consumer.sh"

rm -rf "$stage/prefix"
library_install "$stage/prefix"
