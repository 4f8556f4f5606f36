package bench;

import java.util.List;

/** One story that both sides play. */
interface Scenario {

    /** For {@code --only}. */
    String name();

    String title();

    /** What is measured, in the order of each run's values. */
    List<Metric> metrics();

    /** What each side is asked for, a line each. */
    List<String> commands();

    /** What both sides need before the first round; not measured. */
    void prepare() throws Exception;

    /** One run of Slipway. */
    List<Double> slipway(int round) throws Exception;

    /** The same by buildctl. */
    List<Double> buildctl(int round) throws Exception;
}
