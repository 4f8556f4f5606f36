package dev.slipway.dockerfile;

/**
 * Text that stands in the Dockerfile itself, after {@code <<NAME}.
 *
 * @param content its lines, each with its line end; without leading tabs when the mark was {@code <<-}
 * @param expands whether variables in it are replaced: its name was not quoted
 */
public record Heredoc(String name, String content, boolean expands) {}
