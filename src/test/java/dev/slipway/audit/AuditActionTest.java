package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.slipway.Slipway;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AuditActionTest {

    /** A name that nobody publishes would promise owners what the trail never shows. */
    @Test
    void everyActionHasAPublisher() {
        JavaClasses house =
                new ClassFileImporter(Set.of(new ImportOption.DoNotIncludeTests())).importPackagesOf(Slipway.class);

        Set<String> published = house.stream()
                .filter(room -> !room.getPackageName().startsWith("dev.slipway.ui"))
                .flatMap(room -> room.getFieldAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(AuditAction.class)
                        && !access.getOriginOwner().isEquivalentTo(AuditAction.class))
                .map(JavaAccess::getName)
                .collect(Collectors.toSet());

        assertThat(published)
                .isEqualTo(Arrays.stream(AuditAction.values()).map(Enum::name).collect(Collectors.toSet()));
    }

    @Test
    void wordsAreUnique() {
        assertThat(Arrays.stream(AuditAction.values()).map(AuditAction::word)).doesNotHaveDuplicates();
    }
}
