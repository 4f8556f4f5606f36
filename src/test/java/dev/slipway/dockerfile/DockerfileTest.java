package dev.slipway.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class DockerfileTest {

    @Test
    void stagesHaveNamesBasesAndLines() {
        Dockerfile file = Dockerfile.parse("""
                # syntax=docker/dockerfile:1
                ARG VERSION=3.12
                FROM --platform=$BUILDPLATFORM python:${VERSION} AS Build
                RUN pip install flask
                FROM scratch
                COPY --from=build /app /app
                """);

        assertThat(file.directives()).containsEntry("syntax", "docker/dockerfile:1");
        assertThat(file.targets()).containsExactly("build", "1");
        Stage build = file.stage("BUILD").orElseThrow();
        assertThat(build.base()).isEqualTo("python:${VERSION}");
        assertThat(build.platform()).contains("$BUILDPLATFORM");
        assertThat(build.firstLine()).isEqualTo(3);
        assertThat(build.lastLine()).isEqualTo(4);
        assertThat(file.stage("1").orElseThrow().base()).isEqualTo("scratch");
        assertThat(file.stage("nowhere")).isEmpty();
    }

    @Test
    void argumentsKeepTheirDefaultsUnquoted() {
        Dockerfile file = Dockerfile.parse("""
                ARG A=1 B="two words"
                FROM scratch
                ARG B
                ARG C='x y' D
                """);

        assertThat(file.globalArguments())
                .containsExactly(
                        new Argument("A", Optional.of("1"), 1), new Argument("B", Optional.of("two words"), 1));
        assertThat(file.arguments()).extracting(Argument::name).containsExactly("A", "B", "C", "D");
        assertThat(file.stages().getFirst().arguments())
                .contains(new Argument("C", Optional.of("x y"), 4), new Argument("D", Optional.empty(), 4));
    }

    @Test
    void continuedLinesBelongToTheirInstruction() {
        Dockerfile file = Dockerfile.parse("""
                FROM debian
                RUN apt-get update \\
                # a comment between

                  && apt-get install \\\s\s
                  python3
                CMD ["x"]
                """);

        Instruction run = file.at(4).orElseThrow();
        assertThat(run.keyword()).isEqualTo("RUN");
        assertThat(run.arguments()).isEqualTo("apt-get update   && apt-get install   python3");
        assertThat(run.firstLine()).isEqualTo(2);
        assertThat(run.lastLine()).isEqualTo(6);
        assertThat(file.at(7).orElseThrow().keyword()).isEqualTo("CMD");
    }

    @Test
    void escapeDirectiveChangesTheContinuation() {
        Dockerfile file = Dockerfile.parse("# escape=`\nFROM windows\nRUN dir c:\\\nRUN a `\n b\n");

        assertThat(file.instructions()).extracting(Instruction::firstLine).containsExactly(2, 3, 4);
        assertThat(file.instructions().getLast().lastLine()).isEqualTo(5);
    }

    @Test
    void heredocsAreNoInstructions() {
        Dockerfile file = Dockerfile.parse("""
                FROM debian
                RUN <<EOF
                FROM not-a-stage
                echo $HOME
                EOF
                COPY <<-"A" <<B /etc/
                \tone
                A
                two
                B
                CMD x
                """);

        assertThat(file.stages()).hasSize(1);
        assertThat(file.at(3).orElseThrow().heredocs())
                .containsExactly(new Heredoc("EOF", "FROM not-a-stage\necho $HOME\n", true));
        Instruction copy = file.at(6).orElseThrow();
        assertThat(copy.heredocs()).containsExactly(new Heredoc("A", "one\n", false), new Heredoc("B", "two\n", true));
        assertThat(copy.lastLine()).isEqualTo(10);
        assertThat(file.at(11).orElseThrow().is("CMD")).isTrue();
    }

    @Test
    void windowsLineEndsAndByteOrderMarkAreNoContent() {
        Dockerfile file = Dockerfile.parse("\ufeffFROM a AS b\r\nRUN x \\\r\n  y\r\n");

        assertThat(file.targets()).containsExactly("b");
        assertThat(file.at(3).orElseThrow().arguments()).isEqualTo("x   y");
    }

    @Test
    void rubbishIsReadWithoutFailing() {
        Random random = new Random(7);
        List<String> pieces =
                List.of("FROM ", "RUN ", "<<", "<<-", "EOF", "\\", "\n", "\"", "'", "#", "=", "ARG ", " ", "\0");
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(40); k > 0; k--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            Dockerfile file = Dockerfile.parse(text.toString());
            assertThat(file.instructions()).allMatch(one -> one.firstLine() <= one.lastLine());
            DockerIgnore.parse(text.toString());
        }
    }

    @Test
    void longFilesTakeLinearTime() {
        String text = "FROM a\n" + "RUN x \\\n".repeat(200_000) + "y\n" + "RUN <<E\n".repeat(100_000);

        Assertions.assertTimeout(Duration.ofSeconds(20), () -> Dockerfile.parse(text));
    }

    @Test
    void ignoreRulesAreCleanedAndKeepTheirLines() {
        DockerIgnore ignore = DockerIgnore.parse("""
                # comment
                /node_modules/

                ! ./keep/../kept/
                **/*.pyc\s
                 #no-comment
                """);

        assertThat(ignore.rules())
                .containsExactly(
                        new DockerIgnore.Rule("node_modules", false, 2),
                        new DockerIgnore.Rule("kept", true, 4),
                        new DockerIgnore.Rule("**/*.pyc", false, 5),
                        new DockerIgnore.Rule("#no-comment", false, 6));
        assertThat(ignore.patterns()).contains("!kept");
    }
}
