package bench;

/** What Slipway wants to reach, in terms of buildctl's value. */
sealed interface Goal {

    boolean isMet(double slipway, double buildctl);

    /** For values of which less is better. */
    record AtMost(double ratio) implements Goal {
        @Override
        public boolean isMet(double slipway, double buildctl) {
            return slipway <= ratio * buildctl;
        }

        @Override
        public String toString() {
            return "<= %.2f".formatted(ratio);
        }
    }

    /**
     * For short times, where a ratio alone would judge noise.
     *
     * @param more seconds
     */
    record AtMostOr(double ratio, double more) implements Goal {
        @Override
        public boolean isMet(double slipway, double buildctl) {
            return slipway <= Math.max(ratio * buildctl, buildctl + more);
        }

        @Override
        public String toString() {
            return "<= %.2f or +%.0f ms".formatted(ratio, more * 1e3);
        }
    }

    /** For values of which more is better. */
    record AtLeast(double ratio) implements Goal {
        @Override
        public boolean isMet(double slipway, double buildctl) {
            return slipway >= ratio * buildctl;
        }

        @Override
        public String toString() {
            return ">= %.2f".formatted(ratio);
        }
    }

    /**
     * For what only Slipway's side has.
     *
     * @param limit in the metric's unit
     */
    record Below(double limit) implements Goal {
        @Override
        public boolean isMet(double slipway, double buildctl) {
            return slipway <= limit;
        }

        @Override
        public String toString() {
            return "<= %,.0f".formatted(limit);
        }
    }
}
