package dev.slipway.push;

import dev.slipway.credential.Credentials;
import dev.slipway.credential.RegistryDialer;
import dev.slipway.home.Home;
import dev.slipway.image.ImageSources;
import dev.slipway.queue.Round;
import dev.slipway.queue.WorkerName;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryCredential;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How pushes are run, each with a client of its own. */
@Component
class PushRound implements Round<RunningPush> {

    private static final Logger LOG = LoggerFactory.getLogger(PushRound.class);

    private final PushQueue queue;
    private final PushNews news;
    private final ImageSources sources;
    private final Credentials credentials;
    private final RegistryDialer dialer;
    private final PushProperties properties;
    private final String worker;

    PushRound(
            PushQueue queue,
            PushNews news,
            ImageSources sources,
            Credentials credentials,
            RegistryDialer dialer,
            PushProperties properties,
            Home home) {
        this.queue = queue;
        this.news = news;
        this.sources = sources;
        this.credentials = credentials;
        this.dialer = dialer;
        this.properties = properties;
        this.worker = WorkerName.of(home).value();
    }

    @Override
    public void reclaim() {
        queue.putBackAbandoned(Optional.of(worker));
    }

    @Override
    public void reclaimExpired() {
        queue.putBackAbandoned(Optional.empty());
    }

    @Override
    public Optional<RunningPush> take() {
        return queue.take(worker)
                .map(push -> new RunningPush(
                        push, new PushProgress(push.layers(), queue.uploads(push), () -> news.tell(push))));
    }

    @Override
    public void keep(RunningPush now) {
        if (!queue.keep(now.push())) {
            now.stop(RunningPush.Stop.LOST);
        }
    }

    /** A cancel on another node is seen in the database only. */
    @Override
    public void look(RunningPush now) {
        Push push = now.push();
        if (queue.isCancelAsked(push)) {
            now.stop(RunningPush.Stop.CANCELLED);
        } else if (now.age().compareTo(properties.timeLimit()) > 0) {
            now.stop(RunningPush.Stop.TIME_IS_UP);
        } else if (push.credential()
                .filter(used -> credentials.find(used.id()).isEmpty())
                .isPresent()) {
            now.stop(RunningPush.Stop.CREDENTIAL_GONE);
        } else {
            queue.save(push, now.progress());
        }
    }

    @Override
    public void shutDown(RunningPush now) {
        now.stop(RunningPush.Stop.SHUTDOWN);
    }

    @Override
    public void run(RunningPush now) {
        Push push = now.push();
        try {
            attempt(now);
            now.settle();
            queue.end(push, now.progress(), PushStatus.SUCCEEDED, Optional.empty());
        } catch (InterruptedException e) {
            stopped(now);
        } catch (PushFailedException e) {
            failed(now, e.sentence());
        } catch (Refusal e) {
            failed(now, e.sentence());
        } catch (IOException e) {
            if (now.stopped().isEmpty()) {
                LOG.info("The push {} to {} failed: {}", push.id(), push.destination(), e.toString());
            }
            failed(now, PushTrouble.sentence(push, e));
        } catch (RuntimeException e) {
            LOG.error("The push {} to {} broke", push.id(), push.destination(), e);
            failed(
                    now,
                    "Slipway itself failed while it pushed this. Its log, at %s, says why.".formatted(Instant.now()));
        }
    }

    private void attempt(RunningPush now) throws IOException, InterruptedException, PushFailedException {
        Push push = now.push();
        PushPlan plan = PushPlan.of(sources, push.workspace(), push.repository(), push.digest());
        try (RegistryClient to = client(push)) {
            new PushRun(push, plan, to, sources, now.progress(), queue.elsewhere(push), properties.blobs()).run();
        }
    }

    private RegistryClient client(Push push) throws PushFailedException {
        Destination place = push.destination();
        Optional<RegistryCredential> credential = Optional.empty();
        if (push.credential().isPresent()) {
            credential = credentials.open(push.credential().get().id(), place.registry());
            if (credential.isEmpty()) {
                throw new PushFailedException(credentialGone(push));
            }
        }
        Set<String> scopes = new LinkedHashSet<>();
        scopes.add("repository:%s:pull,push".formatted(place.repository()));
        queue.elsewhere(push).values().forEach(from -> scopes.add("repository:%s:pull".formatted(from)));
        return RegistryClient.of(place.registry(), scopes, credential, dialer);
    }

    private static String credentialGone(Push push) {
        return "The credential %s was deleted. Choose another one and retry."
                .formatted(push.credential().map(used -> used.name().value()).orElse(""));
    }

    /** What stopped a push decides, even where it came to an end of its own at the same time. */
    private void failed(RunningPush now, String sentence) {
        if (now.stopped().isPresent()) {
            stopped(now);
        } else {
            ended(now, sentence);
        }
    }

    private void stopped(RunningPush now) {
        now.settle();
        switch (now.stopped().orElse(RunningPush.Stop.SHUTDOWN)) {
            case CANCELLED -> queue.end(now.push(), now.progress(), PushStatus.CANCELLED, Optional.empty());
            case CREDENTIAL_GONE -> ended(now, credentialGone(now.push()));
            case TIME_IS_UP ->
                ended(
                        now,
                        "The push was stopped after %d minutes, the limit of this Slipway (slipway.push.time-limit)."
                                .formatted(properties.timeLimit().toMinutes()));
            case LOST -> LOG.warn("The push {} is another worker's by now", now.id());
            case SHUTDOWN -> queue.putBack(now.push(), now.progress());
        }
    }

    private void ended(RunningPush now, String sentence) {
        now.settle();
        now.progress().stop();
        queue.end(
                now.push(),
                now.progress(),
                PushStatus.FAILED,
                Optional.of(sentence + " " + PushTrouble.safe(now.progress().there())));
    }
}
