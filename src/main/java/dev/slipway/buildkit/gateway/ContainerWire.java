package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.gateway.ContainerSpec.Mounted;
import dev.slipway.buildkit.grpc.gateway.InitMessage;
import dev.slipway.buildkit.grpc.gateway.NewContainerRequest;
import dev.slipway.buildkit.grpc.pb.CacheOpt;
import dev.slipway.buildkit.grpc.pb.CacheSharingOpt;
import dev.slipway.buildkit.grpc.pb.HostIP;
import dev.slipway.buildkit.grpc.pb.Meta;
import dev.slipway.buildkit.grpc.pb.Mount;
import dev.slipway.buildkit.grpc.pb.MountType;
import dev.slipway.buildkit.grpc.pb.NetMode;
import dev.slipway.buildkit.grpc.pb.Platform;
import dev.slipway.buildkit.grpc.pb.SSHOpt;
import dev.slipway.buildkit.grpc.pb.SecretEnv;
import dev.slipway.buildkit.grpc.pb.SecretOpt;
import dev.slipway.buildkit.grpc.pb.TmpfsOpt;
import dev.slipway.buildkit.type.StepMount;

/** Writes containers and processes as protobuf. */
final class ContainerWire {

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private ContainerWire() {}

    static NewContainerRequest container(String id, ContainerSpec spec) {
        NewContainerRequest.Builder request = NewContainerRequest.newBuilder()
                .setContainerID(id)
                .setNetwork(
                        switch (spec.network()) {
                            case SANDBOX -> NetMode.UNSET;
                            case HOST -> NetMode.HOST;
                            case NONE -> NetMode.NONE;
                        });
        spec.mounts().forEach(mounted -> request.addMounts(mount(mounted)));
        spec.platform()
                .ifPresent(platform -> request.setPlatform(Platform.newBuilder()
                        .setOS(platform.os())
                        .setArchitecture(platform.architecture())
                        .setVariant(platform.variant())
                        .setOSVersion(platform.osVersion())));
        spec.hosts()
                .forEach((name, address) ->
                        request.addExtraHosts(HostIP.newBuilder().setHost(name).setIP(address)));
        spec.hostname().ifPresent(request::setHostname);
        return request.build();
    }

    static InitMessage process(String containerId, ProcessSpec spec) {
        InitMessage.Builder init = InitMessage.newBuilder()
                .setContainerID(containerId)
                .setMeta(Meta.newBuilder()
                        .addAllArgs(spec.args())
                        .addAllEnv(spec.env())
                        .setCwd(spec.directory())
                        .setUser(spec.user()))
                .setTty(spec.terminal().isPresent());
        if (spec.input() || spec.terminal().isPresent()) {
            init.addFds(STDIN);
        }
        init.addFds(STDOUT);
        if (spec.terminal().isEmpty()) {
            init.addFds(STDERR);
        }
        spec.secretEnv()
                .forEach((name, id) ->
                        init.addSecretenv(SecretEnv.newBuilder().setName(name).setID(id)));
        return init.build();
    }

    private static Mount mount(Mounted mounted) {
        StepMount mount = mounted.mount();
        Mount.Builder wire = Mount.newBuilder()
                .setDest(mount.path())
                .setSelector(mount.selector())
                .setReadonly(mount.readonly());
        mounted.result().ifPresent(wire::setResultID);
        switch (mount.kind()) {
            case BIND -> wire.setMountType(MountType.BIND);
            case CACHE -> wire.setMountType(MountType.CACHE).setCacheOpt(cache(mount));
            case SECRET ->
                wire.setMountType(MountType.SECRET)
                        .setSecretOpt(SecretOpt.newBuilder()
                                .setID(mount.id())
                                .setUid(mount.uid())
                                .setGid(mount.gid())
                                .setMode(mount.mode())
                                .setOptional(mount.optional()));
            case SSH ->
                wire.setMountType(MountType.SSH)
                        .setSSHOpt(SSHOpt.newBuilder()
                                .setID(mount.id())
                                .setUid(mount.uid())
                                .setGid(mount.gid())
                                .setMode(mount.mode())
                                .setOptional(mount.optional()));
            case TMPFS ->
                wire.setMountType(MountType.TMPFS)
                        .setTmpfsOpt(TmpfsOpt.newBuilder().setSize(mount.bytes()));
        }
        return wire.build();
    }

    private static CacheOpt cache(StepMount mount) {
        return CacheOpt.newBuilder()
                .setID(mount.id())
                .setSharing(
                        switch (mount.sharing()) {
                            case SHARED -> CacheSharingOpt.SHARED;
                            case PRIVATE -> CacheSharingOpt.PRIVATE;
                            case LOCKED -> CacheSharingOpt.LOCKED;
                        })
                .build();
    }
}
