/** Projects: git repositories that an upload or a save commits to, read back as files, archives, history and build contexts. */
@NullMarked
package dev.slipway.project;

import org.jspecify.annotations.NullMarked;
