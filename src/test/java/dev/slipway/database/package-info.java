/** Tests against real databases: the same slice on H2 and on PostgreSQL. Start at {@link OnBothDatabases}. */
@NullMarked
package dev.slipway.database;

import org.jspecify.annotations.NullMarked;
