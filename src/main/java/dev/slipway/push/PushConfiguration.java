package dev.slipway.push;

import dev.slipway.queue.Worker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PushConfiguration {

    @Bean
    Worker<PushId, RunningPush> pushWorker(PushRound round, PushProperties properties) {
        return new Worker<>("push", round, properties.worker() ? properties.parallel() : 0, properties.lease());
    }
}
