package dev.slipway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The wall of the house: an arrow between rooms goes down only (docs/architecture.md has the picture). */
@AnalyzeClasses(packagesOf = Slipway.class, importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {

    private static final String HOUSE = Slipway.class.getPackageName();

    /** The rooms from the ground up. A room sees the rooms named with it and nothing else of the house. */
    private enum Room {
        OCI("oci"),
        DOCKERFILE("dockerfile"),
        REFUSAL("refusal"),
        PAGING("paging", REFUSAL),
        HOME("home"),
        NEWS("news"),
        WATCH("watch"),
        QUEUE("queue", HOME),
        OUTBOUND("outbound"),
        PROCESS("process"),
        BUILDKIT("buildkit", OCI),
        REGISTRY("registry", OCI),
        SEAL("seal", REFUSAL, HOME),
        AUDIT("audit", REFUSAL, PAGING),
        ACCOUNT("account", AUDIT, REFUSAL, PAGING, HOME),
        WORKSPACE("workspace", ACCOUNT, WATCH, AUDIT, REFUSAL, PAGING, HOME),
        CREDENTIAL("credential", WORKSPACE, ACCOUNT, AUDIT, SEAL, OUTBOUND, REGISTRY, OCI, REFUSAL, PAGING, HOME),
        OPENID("openid", OUTBOUND, WORKSPACE, ACCOUNT, AUDIT, REFUSAL),
        PROJECT("project", WORKSPACE, ACCOUNT, AUDIT, DOCKERFILE, REFUSAL, PAGING, HOME),
        BUILD(
                "build",
                PROJECT,
                WORKSPACE,
                ACCOUNT,
                AUDIT,
                QUEUE,
                NEWS,
                DOCKERFILE,
                OCI,
                PROCESS,
                REFUSAL,
                PAGING,
                HOME,
                BUILDKIT),
        IMAGE("image", BUILD, PROJECT, WORKSPACE, ACCOUNT, AUDIT, REGISTRY, OCI, PROCESS, REFUSAL, PAGING, HOME),
        PUSH(
                "push",
                IMAGE,
                BUILD,
                PROJECT,
                CREDENTIAL,
                WORKSPACE,
                ACCOUNT,
                AUDIT,
                QUEUE,
                NEWS,
                OUTBOUND,
                REGISTRY,
                OCI,
                REFUSAL,
                PAGING,
                HOME),
        SHARE("share", IMAGE, BUILD, PROJECT, WORKSPACE, ACCOUNT, WATCH, AUDIT, OCI, REFUSAL, PAGING, HOME),
        WEB(
                "web",
                SHARE,
                OPENID,
                OUTBOUND,
                CREDENTIAL,
                PUSH,
                IMAGE,
                BUILD,
                PROJECT,
                WORKSPACE,
                ACCOUNT,
                WATCH,
                AUDIT,
                OCI,
                DOCKERFILE,
                REFUSAL,
                PAGING,
                HOME),
        UI(
                "ui",
                SHARE,
                OPENID,
                CREDENTIAL,
                PUSH,
                IMAGE,
                BUILD,
                PROJECT,
                WORKSPACE,
                ACCOUNT,
                WATCH,
                AUDIT,
                NEWS,
                OCI,
                DOCKERFILE,
                REFUSAL,
                PAGING,
                HOME);

        private final String folder;

        @SuppressWarnings("ImmutableEnumChecker") // Set.of, never handed out
        private final Set<Room> below;

        Room(String folder, Room... below) {
            this.folder = folder;
            this.below = Set.of(below);
        }

        private boolean holds(String packageName) {
            String prefix = HOUSE + "." + folder;
            return packageName.equals(prefix) || packageName.startsWith(prefix + ".");
        }

        private boolean maySee(String packageName) {
            return holds(packageName) || below.stream().anyMatch(room -> room.holds(packageName));
        }
    }

    @ArchTest
    static final ArchRule arrowsGoDownOnly = classes()
            .that(new DescribedPredicate<JavaClass>("live in a room") {
                @Override
                public boolean test(JavaClass candidate) {
                    return !candidate.getPackageName().equals(HOUSE);
                }
            })
            .should(seeOnlyTheRoomsBelow())
            .because("a reader finds what a line can depend on from the folder that it stands in");

    @ArchTest
    static final ArchRule groundIsPlainJava = noClasses()
            .that()
            .resideInAnyPackage(HOUSE + ".oci..", HOUSE + ".dockerfile..", HOUSE + ".refusal..", HOUSE + ".paging..")
            .should()
            .dependOnClassesThat(outsideOf("java.", "org.jspecify.", HOUSE + "."))
            .because("values of the field must outlive every framework");

    @ArchTest
    static final ArchRule librariesKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage(HOUSE + ".buildkit..", HOUSE + ".registry..", HOUSE + ".process..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "com.vaadin..", "jakarta..", "org.hibernate..")
            .because("the BuildKit client and its neighbours also stand alone as a jar");

    @ArchTest
    static final ArchRule featuresKnowNoGlass = noClasses()
            .that()
            .resideInAnyPackage(
                    HOUSE + ".audit..",
                    HOUSE + ".account..",
                    HOUSE + ".workspace..",
                    HOUSE + ".credential..",
                    HOUSE + ".project..",
                    HOUSE + ".build..",
                    HOUSE + ".image..",
                    HOUSE + ".push..",
                    HOUSE + ".share..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.vaadin..", "jakarta.servlet..")
            .because("the same service answers the UI, REST, the socket and the registry edge");

    @ArchTest
    static final ArchRule onlyTheEngineSeesBuildkit = noClasses()
            .that()
            .resideInAPackage(HOUSE + ".build")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(HOUSE + ".buildkit..")
            .because("the queue and the log are the same for every build engine");

    @ArchTest
    static final ArchRule generatedStubsStayInside = noClasses()
            .that()
            .resideOutsideOfPackage(HOUSE + ".buildkit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(HOUSE + ".buildkit.grpc..")
            .because("there is one border to protobuf, and nothing generated crosses it");

    @ArchTest
    static final ArchRule roomsFormNoCircle = slices().matching(HOUSE + ".(*)..")
            .should()
            .beFreeOfCycles()
            .because("a circle is one room with a wall in it");

    @ArchTest
    static final ArchRule everyPackageSaysWhatItIs = classes()
            .should(haveNullMarkedPackage())
            .because("null is an error unless a type says so, and a room has a sign on its door");

    @ArchTest
    static final ArchRule viewsAndControllersArePrivate = classes()
            .that()
            .haveSimpleNameEndingWith("Controller")
            .or()
            .haveSimpleNameEndingWith("View")
            .and()
            .resideInAnyPackage(HOUSE + ".web..", HOUSE + ".ui..")
            .should()
            .notHaveModifier(JavaModifier.PUBLIC)
            .because("the glass is reached by address, not by class");

    @ArchTest
    static final ArchRule noNameSaysNothing = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .because("a name tells the one story of its file");

    private static ArchCondition<JavaClass> seeOnlyTheRoomsBelow() {
        return new ArchCondition<>("see only the rooms below") {
            @Override
            public void check(JavaClass candidate, ConditionEvents events) {
                Room room = roomOf(candidate.getPackageName());
                if (room == null) {
                    events.add(SimpleConditionEvent.violated(
                            candidate,
                            candidate.getFullName() + " stands in no known room: name it in FloorsTest.Room"));
                    return;
                }
                Set<String> seen = candidate.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency
                                .getTargetClass()
                                .getBaseComponentType()
                                .getPackageName())
                        .filter(name -> name.startsWith(HOUSE + "."))
                        .filter(name -> !room.maySee(name))
                        .collect(Collectors.toCollection(TreeSet::new));
                for (String name : seen) {
                    events.add(SimpleConditionEvent.violated(candidate, candidate.getFullName() + " sees " + name));
                }
            }
        };
    }

    private static @Nullable Room roomOf(String packageName) {
        for (Room room : Room.values()) {
            if (room.holds(packageName)) {
                return room;
            }
        }
        return null;
    }

    private static ArchCondition<JavaClass> haveNullMarkedPackage() {
        return new ArchCondition<>("have a @NullMarked package-info") {
            @Override
            public void check(JavaClass candidate, ConditionEvents events) {
                if (candidate.getPackageName().startsWith(HOUSE + ".buildkit.grpc")) {
                    return;
                }
                if (!candidate.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            candidate, candidate.getPackageName() + " has no package-info.java with @NullMarked"));
                }
            }
        };
    }

    private static DescribedPredicate<JavaClass> outsideOf(String... prefixes) {
        return new DescribedPredicate<>("outside of " + String.join(", ", prefixes)) {
            @Override
            public boolean test(JavaClass candidate) {
                JavaClass type = candidate.getBaseComponentType();
                if (type.isPrimitive()) {
                    return false;
                }
                for (String prefix : prefixes) {
                    if (type.getName().startsWith(prefix)) {
                        return false;
                    }
                }
                return true;
            }
        };
    }
}
