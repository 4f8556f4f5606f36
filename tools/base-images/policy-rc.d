#!/bin/sh
# As in the official images: a package's service is not started while an image is built (101: forbidden by policy).
exit 101
