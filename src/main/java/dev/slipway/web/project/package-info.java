/** REST for projects, their files, archives and history. */
@NullMarked
package dev.slipway.web.project;

import org.jspecify.annotations.NullMarked;
