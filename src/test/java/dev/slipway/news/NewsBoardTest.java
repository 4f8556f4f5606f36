package dev.slipway.news;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NewsBoardTest {

    private final NewsBoard<String, Integer> board = new NewsBoard<>();
    private final List<Integer> heard = new ArrayList<>();

    @Test
    void onlyThoseOfTheTopicAreToldAndOnlyUntilTheyClose() {
        Subscription subscription = board.subscribe("tide", heard::add);

        board.tell("tide", 1);
        board.tell("wind", 2);
        subscription.close();
        subscription.close();
        board.tell("tide", 3);

        assertThat(heard).containsExactly(1);
    }

    @Test
    void aListenerThatThrowsHarmsNobodyElse() {
        board.subscribe("tide", news -> {
            throw new IllegalStateException("The test's listener breaks");
        });
        board.subscribe("tide", heard::add);

        board.tell("tide", 1);

        assertThat(heard).containsExactly(1);
    }

    @Test
    void oneConsumerSubscribedTwiceIsToldTwiceAndLeavesOnceAtATime() {
        Consumer<Integer> consumer = heard::add;
        Subscription first = board.subscribe("tide", consumer);
        board.subscribe("tide", consumer);

        board.tell("tide", 1);
        first.close();
        board.tell("tide", 2);

        assertThat(heard).containsExactly(1, 1, 2);
    }
}
