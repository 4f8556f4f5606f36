package dev.slipway.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepNameTest {

    @Test
    void aStageStandsBeforeThePlace() {
        StepName name = StepName.of("[deps 2/2] RUN pip install -r requirements.txt");
        assertThat(name.where()).isEqualTo("deps 2/2");
        assertThat(name.instruction()).isEqualTo("RUN");
        assertThat(name.sentence()).isEqualTo("deps 2/2 RUN pip install -r requirements.txt");
    }

    @Test
    void aDockerfileOfOneStageHasOnlyThePlace() {
        StepName name = StepName.of("[2/4] COPY . /app");
        assertThat(name.lane()).isEqualTo(StepName.ONLY_STAGE);
        assertThat(name.where()).isEqualTo("2/4");
    }

    @Test
    void workAroundTheDockerfileIsPreparationOrExport() {
        assertThat(StepName.of("[internal] load build definition from Dockerfile")
                        .lane())
                .isEqualTo(StepName.PREPARE);
        assertThat(StepName.of("exporting to image").lane()).isEqualTo(StepName.EXPORT);
        assertThat(StepName.of("pushing layers").lane()).isEqualTo(StepName.EXPORT);
    }

    @Test
    void aLongInstructionIsCutToOneLine() {
        String label = StepName.of("[2/4] RUN <<EOF\n" + "x".repeat(500)).label(40);
        assertThat(label).hasSize(40).endsWith("…").doesNotContain("\n");
    }
}
