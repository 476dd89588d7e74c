package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of devices: {@code cpu}, {@code cuda:N}, or {@code auto}, the first GPU where there is one. */
public final class DjlDevice {
    private static final Pattern CUDA = Pattern.compile("cuda:([0-9]{1,3})");

    private DjlDevice() {}

    /** Whether this machine has a GPU and its driver; no engine is loaded to find out. */
    public static boolean hasGpu() {
        return CudaUtils.getGpuCount() > 0;
    }

    /** What runs there, as recipes name it: {@code pytorch-cuda:N}, or {@code pytorch-cpu-} and the number of threads. */
    public static String engine(String name) {
        return engine(parse(name));
    }

    static String engine(Device place) {
        String threads = System.getProperty("ai.djl.pytorch.num_threads", "auto");
        return place.isGpu() ? "pytorch-cuda:" + place.getDeviceId() : "pytorch-cpu-" + threads;
    }

    /**
     * The device of a name.
     *
     * @throws IllegalArgumentException if the name is none of these or the machine lacks that GPU
     */
    public static Device parse(String name) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int gpus = Engine.getEngine("PyTorch").getGpuCount();
        if (name.equals("auto")) {
            return gpus > 0 ? Device.gpu(0) : Device.cpu();
        }
        Matcher cuda = CUDA.matcher(name);
        if (!cuda.matches()) {
            throw new IllegalArgumentException("expected a device cpu, cuda:N or auto, found " + name);
        }
        int index = Integer.parseInt(cuda.group(1));
        if (index >= gpus) {
            throw new IllegalArgumentException("expected one of the " + gpus + " GPUs of this machine, found " + name);
        }
        return Device.gpu(index);
    }
}
