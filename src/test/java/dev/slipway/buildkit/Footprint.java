package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import io.grpc.Status;
import io.grpc.channelz.v1.ChannelData;
import io.grpc.channelz.v1.GetServerSocketsRequest;
import io.grpc.channelz.v1.GetServerSocketsResponse;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.channelz.v1.GetServersResponse;
import io.grpc.channelz.v1.GetTopChannelsRequest;
import io.grpc.channelz.v1.GetTopChannelsResponse;
import io.grpc.channelz.v1.Server;
import io.grpc.channelz.v1.ServerData;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the client has open in this process. gRPC's own book-keeping (channelz) tells of its channels, servers and calls.
 *
 * @param threads of the client's own, virtual ones too
 * @param descriptors of the whole process
 * @param channels to daemons
 * @param sessions gRPC servers, of which each session has one
 * @param sessionLines connections that daemons have to them
 * @param calls that have not ended, to daemons and from them
 */
record Footprint(long threads, long descriptors, int channels, int sessions, int sessionLines, long calls) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern OWN_THREAD = Pattern.compile("\"name\": \"(?:buildkit|grpc)");
    private static final ChannelzService BOOKS = ChannelzService.newInstance(1000);

    static Footprint now() throws IOException {
        List<ChannelData> channels = topChannels();
        List<Server> servers = servers();
        long calls = channels.stream().mapToLong(Footprint::open).sum()
                + servers.stream().mapToLong(server -> open(server.getData())).sum();
        int lines = servers.stream().mapToInt(Footprint::lines).sum();
        return new Footprint(runningThreads(), openDescriptors(), channels.size(), servers.size(), lines, calls);
    }

    /** Waits until nothing runs, and returns what is there nevertheless. */
    static Footprint idle() throws IOException, InterruptedException {
        Footprint now = now();
        for (long start = System.nanoTime(); now.isBusy() && isPatient(start); now = now()) {
            Thread.sleep(20);
        }
        assertThat(now.isBusy()).as(now.toString()).isFalse();
        return now;
    }

    /** Waits until no more is open than before. */
    static void awaitNoMoreThan(Footprint before) throws IOException, InterruptedException {
        Footprint now = now();
        for (long start = System.nanoTime(); !now.isWithin(before) && isPatient(start); now = now()) {
            Thread.sleep(20);
        }
        assertThat(now.isWithin(before)).as("%s, before: %s", now, before).isTrue();
    }

    private boolean isBusy() {
        return sessions + sessionLines + calls > 0;
    }

    private boolean isWithin(Footprint other) {
        return threads <= other.threads
                && descriptors <= other.descriptors
                && channels <= other.channels
                && sessions <= other.sessions
                && sessionLines <= other.sessionLines
                && calls <= other.calls;
    }

    private static boolean isPatient(long start) {
        return System.nanoTime() - start < PATIENCE.toNanos();
    }

    /** {@link Thread#getAllStackTraces()} knows no virtual threads; a thread dump does. */
    private static long runningThreads() throws IOException {
        Path folder = Files.createTempDirectory("threads");
        Path dump = folder.resolve("dump.json");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
            return OWN_THREAD.matcher(Files.readString(dump)).results().count();
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(folder);
        }
    }

    private static long openDescriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static List<ChannelData> topChannels() {
        GetTopChannelsResponse all = Footprint.<GetTopChannelsRequest, GetTopChannelsResponse>ask(
                        BOOKS::getTopChannels, GetTopChannelsRequest.getDefaultInstance())
                .orElseThrow();
        assertThat(all.getEnd()).isTrue();
        return all.getChannelList().stream().map(channel -> channel.getData()).toList();
    }

    private static List<Server> servers() {
        GetServersResponse all = Footprint.<GetServersRequest, GetServersResponse>ask(
                        BOOKS::getServers, GetServersRequest.getDefaultInstance())
                .orElseThrow();
        assertThat(all.getEnd()).isTrue();
        return all.getServerList();
    }

    private static int lines(Server server) {
        GetServerSocketsRequest request = GetServerSocketsRequest.newBuilder()
                .setServerId(server.getRef().getServerId())
                .build();
        return Footprint.<GetServerSocketsRequest, GetServerSocketsResponse>ask(BOOKS::getServerSockets, request)
                .map(GetServerSocketsResponse::getSocketRefCount)
                .orElse(0);
    }

    private static long open(ChannelData channel) {
        return channel.getCallsStarted() - channel.getCallsSucceeded() - channel.getCallsFailed();
    }

    private static long open(ServerData server) {
        return server.getCallsStarted() - server.getCallsSucceeded() - server.getCallsFailed();
    }

    /** The service answers within the call; what has just been closed it does not find. */
    private static <Q, A> Optional<A> ask(BiConsumer<Q, StreamObserver<A>> question, Q request) {
        AtomicReference<@Nullable A> answer = new AtomicReference<>();
        question.accept(request, new StreamObserver<>() {
            @Override
            public void onNext(A value) {
                answer.set(value);
            }

            @Override
            public void onError(Throwable error) {
                assertThat(Status.fromThrowable(error).getCode()).isEqualTo(Status.Code.NOT_FOUND);
            }

            @Override
            public void onCompleted() {
                // One answer is all.
            }
        });
        return Optional.ofNullable(answer.get());
    }
}
