package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.UNetManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
    @TempDir
    Path folder;

    private Path cache;
    private ModelPackage model;

    @BeforeEach
    void seal() throws IOException {
        cache = folder.resolve("cache/onnx");
        model = ToyPackages.seal(Files.createDirectories(folder.resolve("toy")), 1);
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        OnnxFile first = OnnxFile.export(model, folder.resolve("a/first.onnx"));
        OnnxFile second = OnnxFile.export(model, folder.resolve("second.onnx"));
        assertArrayEquals(Files.readAllBytes(first.path()), Files.readAllBytes(second.path()));
        assertEquals(first.sha256(), second.sha256());
        assertEquals(Files.size(first.path()), first.bytes());
    }

    @Test
    void aFileSaysItsOpsetItsWeightsAndThatTheBatchIsDynamic() throws IOException {
        OnnxFile file = OnnxFile.derive(model, cache);
        ModelProto onnx = ModelProto.parseFrom(Files.readAllBytes(file.path()));
        assertEquals(17, onnx.getOpsetImport(0).getVersion());
        Map<String, String> metadata = onnx.getMetadataPropsList().stream()
                .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue()));
        assertEquals(model.weightsSha256(), metadata.get("weights_sha256"));
        List<ValueInfoProto> ends = new ArrayList<>(onnx.getGraph().getInputList());
        ends.addAll(onnx.getGraph().getOutputList());
        assertEquals(
                List.of("x", "c_noise", "class", "text", "augment", "f"),
                ends.stream().map(ValueInfoProto::getName).toList());
        for (ValueInfoProto end : ends) {
            assertEquals(
                    "batch", end.getType().getTensorType().getShape().getDim(0).getDimParam());
        }
    }

    /** What quantises the network finds its layers by these names. */
    @Test
    void aConvolutionIsCalledWhatItsWeightsAreCalled() throws IOException {
        ModelProto onnx = ModelProto.parseFrom(
                Files.readAllBytes(OnnxFile.derive(model, cache).path()));
        Set<String> found = onnx.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("Conv"))
                .map(NodeProto::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = RandomNetworks.tensors(RandomNetworks.TOY, 1).stream()
                .filter(tensor -> tensor.shape().length == 4)
                .map(Tensor::name)
                .map(name -> name.substring(0, name.length() - ".weight".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, found);
        for (NodeProto node : onnx.getGraph().getNodeList()) {
            if (node.getOpType().equals("Conv")) {
                assertEquals(node.getName(), node.getOutput(0));
            }
        }
    }

    @Test
    void isDerivedOnceAndAgainWhereItIsDamaged() throws IOException {
        OnnxFile first = OnnxFile.derive(model, cache);
        byte[] whole = Files.readAllBytes(first.path());
        assertEquals(first, OnnxFile.derive(model, cache));
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(first.path(), damaged);
        assertEquals(first, OnnxFile.derive(model, cache));
        assertArrayEquals(whole, Files.readAllBytes(first.path()));
        assertEquals(2, entries(), "the file and its hash, and nothing left over");
    }

    @Test
    void otherWeightsAreAnotherFile() throws IOException {
        OnnxFile first = OnnxFile.derive(model, cache);
        ModelPackage other = ToyPackages.seal(Files.createDirectories(folder.resolve("other")), 2);
        assertNotEquals(first.path(), OnnxFile.derive(other, cache).path());
    }

    @Test
    void manyMayDeriveItAtOnce() throws IOException, InterruptedException, ExecutionException {
        ExecutorService starts = Executors.newFixedThreadPool(4);
        try {
            List<Future<OnnxFile>> derived = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                derived.add(starts.submit(() -> OnnxFile.derive(model, cache)));
            }
            Set<OnnxFile> distinct = new HashSet<>();
            for (Future<OnnxFile> file : derived) {
                distinct.add(file.get());
            }
            assertEquals(1, distinct.size());
        } finally {
            starts.shutdownNow();
        }
        assertEquals(2, entries());
    }

    @Test
    void refusesWeightsOfAnotherNetworkByName() {
        List<Tensor> tensors = RandomNetworks.tensors(RandomNetworks.TOY, 1);
        tensors.replaceAll(
                t -> t.name().equals("middle.1.conv1.bias") ? new Tensor(t.name(), new long[] {3}, new float[3]) : t);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> UNetExporter.export(RandomNetworks.TOY, RandomNetworks.contents(tensors), Map.of()));
        assertTrue(String.valueOf(e.getMessage()).contains("middle.1.conv1.bias"), e.getMessage());
    }

    @Test
    void aFileThatIsNoNetworkIsRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("nonsense.onnx"), "nonsense");
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> OnnxDenoiser.open(UNetManifest.config(model), file, new EdmPreconditioning(0.5), 1));
        assertTrue(String.valueOf(e.getMessage()).contains("nonsense.onnx"), e.getMessage());
    }

    private long entries() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.count();
        }
    }
}
