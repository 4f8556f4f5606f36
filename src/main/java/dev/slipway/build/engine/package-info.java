/** Builds with BuildKit: a supervised daemon per workspace, sources straight from git. See docs/decisions/0008-one-buildkitd-per-workspace.md. */
@NullMarked
package dev.slipway.build.engine;

import org.jspecify.annotations.NullMarked;
