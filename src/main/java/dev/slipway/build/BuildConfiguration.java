package dev.slipway.build;

import dev.slipway.queue.Worker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BuildConfiguration {

    @Bean
    Worker<BuildId, RunningBuild> buildWorker(BuildRound round, BuildProperties properties) {
        return new Worker<>("build", round, properties.worker() ? properties.parallel() : 0, properties.lease());
    }
}
