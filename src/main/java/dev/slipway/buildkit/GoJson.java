package dev.slipway.buildkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as Go's {@code encoding/json} writes the structs that were generated for them, which is not protobuf's own JSON:
 * names as in the .proto file, 64-bit numbers as numbers, enums as numbers, times as seconds and nanos.
 */
final class GoJson {

    private static final JsonMapper JSON = new JsonMapper();

    private GoJson() {}

    static ObjectNode write(Message message) {
        ObjectNode object = JSON.createObjectNode();
        message.getAllFields().forEach((field, value) -> object.set(field.getName(), field(field, value)));
        return object;
    }

    /** What the builder's message does not have is passed over. */
    static void read(JsonNode object, Message.Builder builder) {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            JsonNode value = object.path(field.getName());
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            if (field.isMapField()) {
                value.properties().forEach(entry -> builder.addRepeatedField(field, entry(field, builder, entry)));
            } else if (field.isRepeated()) {
                value.forEach(element -> builder.addRepeatedField(field, value(field, element, builder)));
            } else {
                builder.setField(field, value(field, value, builder));
            }
        }
    }

    private static JsonNode field(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            ObjectNode map = JSON.createObjectNode();
            FieldDescriptor valueField = field.getMessageType().findFieldByName("value");
            FieldDescriptor keyField = field.getMessageType().findFieldByName("key");
            for (Object each : (List<?>) value) {
                Message entry = (Message) each;
                map.set(entry.getField(keyField).toString(), single(entry.getField(valueField)));
            }
            return map;
        }
        if (field.isRepeated()) {
            ArrayNode list = JSON.createArrayNode();
            ((List<?>) value).forEach(element -> list.add(single(element)));
            return list;
        }
        return single(value);
    }

    private static JsonNode single(Object value) {
        return switch (value) {
            case Message message -> write(message);
            case EnumValueDescriptor number -> JSON.getNodeFactory().numberNode(number.getNumber());
            case ByteString bytes ->
                JSON.getNodeFactory().stringNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            default -> JSON.valueToTree(value);
        };
    }

    private static Message entry(
            FieldDescriptor field, Message.Builder builder, java.util.Map.Entry<String, JsonNode> pair) {
        Message.Builder entry = builder.newBuilderForField(field);
        FieldDescriptor key = field.getMessageType().findFieldByName("key");
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        Object name = key.getJavaType() == FieldDescriptor.JavaType.STRING
                ? pair.getKey()
                : (Object) Long.valueOf(pair.getKey());
        return entry.setField(key, name)
                .setField(value, value(value, pair.getValue(), entry))
                .build();
    }

    private static Object value(FieldDescriptor field, JsonNode value, Message.Builder within) {
        return switch (field.getJavaType()) {
            case STRING -> value.asString("");
            case BOOLEAN -> value.asBoolean(false);
            case INT -> value.asInt(0);
            case LONG -> value.asLong(0);
            case FLOAT -> value.floatValue();
            case DOUBLE -> value.asDouble(0);
            case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(value.asString("")));
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(value.asInt(0));
            case MESSAGE -> {
                Message.Builder message = within.newBuilderForField(field);
                read(value, message);
                yield message.build();
            }
        };
    }
}
