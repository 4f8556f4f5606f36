package bench;

/** What is compared. */
record Metric(String name, Unit unit, Goal goal) {

    enum Unit {
        SECONDS {
            @Override
            String text(double value) {
                return "%.2f s".formatted(value);
            }
        },
        BYTES {
            @Override
            String text(double value) {
                return "%,.0f B".formatted(value);
            }
        },
        BYTES_PER_SECOND {
            @Override
            String text(double value) {
                return "%,.0f MB/s".formatted(value / 1e6);
            }
        },
        LINES_PER_SECOND {
            @Override
            String text(double value) {
                return "%,.0f lines/s".formatted(value);
            }
        };

        abstract String text(double value);
    }

    static Metric time(Goal goal) {
        return new Metric("time", Unit.SECONDS, goal);
    }
}
