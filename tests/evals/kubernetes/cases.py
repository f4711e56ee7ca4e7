"""The table: an incident a row, its events and lines as Kubernetes, kubelet, containerd, the kernel
and common software word them.

https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/
https://kubernetes.io/docs/reference/node/node-status/
https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/events/event.go
https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/volume/events/event.go
https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
"""

from __future__ import annotations

from tests.evals.kubernetes.cluster import Case, Changed, Moved, Said, Told

UNAVAILABLE = Moved("status_replicas_unavailable", 2)
RESTARTS = Moved("pod_number_of_container_restarts", 6)
_EXHAUSTED, _SETTING = "resource-exhaustion", "configuration"
_DEPLOYED = "deployment|configuration"


def _unscheduled(message: str) -> tuple[Told | Moved, ...]:
    return Told(
        "Pod",
        "FailedScheduling",
        f"0/2 nodes are available: {message}",
        component="default-scheduler",
    ), UNAVAILABLE


def _unpulled(message: str) -> tuple[Told | Moved, ...]:
    image = 'Failed to pull image "registry.example/app:1.5": rpc error: code = '
    return (
        Told("Pod", "Failed", image + message, every=150),
        Told("Pod", "Failed", "Error: ErrImagePull", every=150),
        Told("Pod", "BackOff", 'Back-off pulling image "registry.example/app:1.5"'),
        UNAVAILABLE,
    )


def _uncreated(message: str, kind: str = "ReplicaSet") -> tuple[Told | Moved, ...]:
    component = f"{kind.lower()}-controller"
    return Told(
        kind, "FailedCreate", f"Error creating: {message}", component=component
    ), UNAVAILABLE


def _unmounted(message: str) -> tuple[Told | Moved, ...]:
    return Told("Pod", "FailedMount", message), UNAVAILABLE


def _crashing(*lines: str, per_minute: float = 1.0) -> tuple[Told | Said | Moved, ...]:
    back_off = "Back-off restarting failed container app in pod {pod}_{ns}(1f0c2c7e)"
    return (
        Told("Pod", "BackOff", back_off),
        *(Said("", line, per_minute=per_minute) for line in lines),
        RESTARTS,
        UNAVAILABLE,
    )


def _journal(unit: str, text: str, per_minute: float = 3.0) -> Said:
    return Said("node", text, per_minute=per_minute, unit=unit)


_DOWN = Told(
    "Node",
    "NodeNotReady",
    "Node {node} status is now: NodeNotReady",
    "node",
    component="node-controller",
    every=300,
)
_GATEWAY_502 = Said("gateway", "ERROR GET /items 502 upstream {front} answered 500")
_5XX = Moved("5xx", 90, "gateway")

CASES = (
    # Nowhere to run
    Case(
        "no-cpu-left",
        "left",
        f"{_EXHAUSTED}|infrastructure",
        _unscheduled(
            "2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No "
            "preemption victims found."
        ),
    ),
    Case(
        "no-memory-left",
        "right",
        f"{_EXHAUSTED}|infrastructure",
        _unscheduled(
            "1 Insufficient memory, 1 node(s) had untolerated taint {{dedicated: batch}}."
        ),
    ),
    Case(
        "too-many-pods", "front", f"{_EXHAUSTED}|infrastructure", _unscheduled("2 Too many pods.")
    ),
    Case(
        "untolerated-taint",
        "right",
        _SETTING,
        (
            *_unscheduled("2 node(s) had untolerated taint {{dedicated: gpu}}."),
            Changed(
                "deployment", "release 77", "spec.template.spec.tolerations: [dedicated] -> []"
            ),
        ),
    ),
    Case(
        "selector-matches-none",
        "left",
        _DEPLOYED,
        _unscheduled(
            "2 node(s) didn't match Pod's node affinity/selector. preemption: not helpful"
        ),
    ),
    Case(
        "claim-is-missing",
        "store",
        _SETTING,
        _unscheduled('persistentvolumeclaim "data-archive" not found.'),
    ),
    Case(
        "claim-is-unbound",
        "store",
        "infrastructure|configuration",
        (
            *_unscheduled("pod has unbound immediate PersistentVolumeClaims."),
            Told(
                "PersistentVolumeClaim",
                "ProvisioningFailed",
                'storageclass.storage.k8s.io "gp9" not found',
                component="persistentvolume-controller",
            ),
        ),
    ),
    Case(
        "volume-in-another-zone",
        "store",
        "infrastructure|configuration",
        _unscheduled("1 node(s) had volume node affinity conflict, 1 node(s) were unschedulable."),
    ),
    # Image
    Case(
        "image-not-found",
        "left",
        _DEPLOYED,
        (
            *_unpulled(
                "NotFound desc = failed to resolve reference: registry.example/app:1.5: not found"
            ),
            Changed("deployment", "image 1.4 -> 1.5", "image: app:1.4 -> app:1.5"),
        ),
    ),
    Case(
        "image-not-found-without-change",
        "right",
        _DEPLOYED,
        _unpulled("NotFound desc = manifest unknown: The image with tag 1.5 does not exist"),
    ),
    Case(
        "image-not-permitted",
        "right",
        "permission",
        _unpulled(
            "Unknown desc = failed to authorize: failed to fetch oauth token: 401 Unauthorized"
        ),
    ),
    Case(
        "image-name-invalid",
        "front",
        _DEPLOYED,
        (
            Told(
                "Pod",
                "InspectFailed",
                'Failed to apply default image tag "App:v 1": couldn\'t parse '
                "image name: invalid reference format",
            ),
            Told("Pod", "Failed", "Error: InvalidImageName"),
            UNAVAILABLE,
        ),
    ),
    Case(
        "registry-unreachable",
        "left",
        "network|dependency",
        _unpulled(
            'Unknown desc = failed to do request: Head "https://registry.example/v2/": dial tcp '
            "203.0.113.9:443: i/o timeout"
        ),
    ),
    Case(
        "registry-rate-limit",
        "right",
        "throttling",
        _unpulled("Unknown desc = toomanyrequests: You have reached your pull rate limit."),
    ),
    # What a container needs to be made
    Case(
        "configmap-missing",
        "front",
        _SETTING,
        (Told("Pod", "Failed", 'Error: configmap "feature-flags" not found'), UNAVAILABLE),
    ),
    Case(
        "secret-missing",
        "left",
        _SETTING,
        (Told("Pod", "Failed", 'Error: secret "api-keys" not found'), UNAVAILABLE),
    ),
    Case(
        "key-missing",
        "right",
        _SETTING,
        (
            Told("Pod", "Failed", "Error: couldn't find key endpoint in ConfigMap {ns}/settings"),
            UNAVAILABLE,
        ),
    ),
    Case(
        "mount-configmap-missing",
        "left",
        _SETTING,
        _unmounted('MountVolume.SetUp failed for volume "conf" : configmap "conf-v2" not found'),
    ),
    Case(
        "mount-secret-missing",
        "agent",
        _SETTING,
        _unmounted('MountVolume.SetUp failed for volume "tls" : secret "edge-tls" not found'),
    ),
    Case(
        "mount-timed-out",
        "store",
        "infrastructure|configuration",
        _unmounted(
            "Unable to attach or mount volumes: unmounted volumes=[data], "
            "unattached volumes=[data]: "
            "timed out waiting for the condition"
        ),
    ),
    Case(
        "volume-attached-elsewhere",
        "store",
        "infrastructure|configuration",
        (
            Told(
                "Pod",
                "FailedAttachVolume",
                'Multi-Attach error for volume "pvc-9c1" Volume is already '
                "exclusively attached to one node",
                component="attachdetach-controller",
            ),
            UNAVAILABLE,
        ),
    ),
    Case(
        "disk-not-permitted",
        "store",
        "permission",
        (
            Told(
                "PersistentVolumeClaim",
                "ProvisioningFailed",
                "failed to provision volume with "
                'StorageClass "gp3": rpc error: code = Internal desc = Could not create volume: '
                "UnauthorizedOperation: You are not authorized to perform this operation",
                component="ebs.csi.aws.com",
            ),
            UNAVAILABLE,
        ),
    ),
    Case(
        "executable-missing",
        "front",
        _DEPLOYED,
        (
            Told(
                "Pod",
                "Failed",
                "Error: failed to create containerd task: failed to create shim task: "
                'OCI runtime create failed: exec: "serve": executable file not found in $PATH',
            ),
            *_crashing(),
        ),
    ),
    Case(
        "entrypoint-not-executable",
        "left",
        f"{_DEPLOYED}|permission",
        (
            Told(
                "Pod",
                "Failed",
                "Error: failed to start container: OCI runtime create failed: exec: "
                '"/app/run.sh": permission denied',
            ),
            *_crashing(),
        ),
    ),
    Case(
        "wrong-architecture",
        "right",
        _DEPLOYED,
        _crashing("exec /usr/local/bin/app: exec format error"),
    ),
    # Admission
    Case(
        "quota-exceeded",
        "left",
        f"{_EXHAUSTED}|throttling|configuration",
        _uncreated(
            'pods "{pod}" is forbidden: exceeded quota: team, requested: cpu=2, '
            "used: cpu=16, limited: "
            "cpu=16"
        ),
    ),
    Case(
        "pod-security",
        "right",
        "permission|configuration",
        _uncreated(
            'pods "{pod}" is forbidden: violates PodSecurity "restricted:latest": '
            "runAsNonRoot != true"
        ),
    ),
    Case(
        "service-account-missing",
        "front",
        _SETTING,
        _uncreated(
            'pods "{pod}" is forbidden: error looking up service account '
            "{ns}/runner: serviceaccount "
            '"runner" not found'
        ),
    ),
    Case(
        "webhook-denies",
        "left",
        "permission|configuration",
        _uncreated(
            'admission webhook "validation.policy.example" denied the request: image has no digest'
        ),
    ),
    Case(
        "webhook-is-down",
        "right",
        "dependency|infrastructure|network",
        _uncreated(
            "Internal error occurred: failed calling webhook "
            '"inject.mesh.example": no endpoints available '
            'for service "mesh-injector"'
        ),
    ),
    Case(
        "stateful-set-over-quota",
        "store",
        f"{_EXHAUSTED}|throttling|configuration",
        _uncreated(
            'pods "{store}-1" is forbidden: exceeded quota: storage, requested: '
            "requests.storage=80Gi",
            "StatefulSet",
        ),
    ),
    # Crashes
    Case(
        "killed-for-memory",
        "left",
        _EXHAUSTED,
        (
            Told(
                "Node",
                "OOMKilling",
                "Memory cgroup out of memory: Killed process 4121 (app) total-vm:912kB",
                "node",
                component="kernel-monitor",
                every=150,
            ),
            *_crashing(
                '{{"kind":"Pod","status":{{"containerStatuses":[{{"name":"app","restartCount":6,'
                '"lastState":{{"terminated":{{"reason":"OOMKilled","exitCode":137}}}}}}]}}}}'
            ),
            Moved("pod_memory_utilization_over_pod_limit", 99),
        ),
        alarm="pod_number_of_container_restarts",
    ),
    Case(
        "killed-by-the-kernel",
        "right",
        _EXHAUSTED,
        (
            _journal(
                "kernel",
                "oom-kill:constraint=CONSTRAINT_MEMCG,task_memcg=/kubepods.slice/pod1f,"
                "task=app,pid=4121",
                1,
            ),
            *_crashing(),
            Moved("pod_memory_utilization_over_pod_limit", 99),
        ),
        alarm="pod_number_of_container_restarts",
    ),
    Case(
        "variable-missing",
        "front",
        f"{_SETTING}|code-defect",
        _crashing("FATAL missing required environment variable SESSION_STORE_URL"),
        alarm="pod_number_of_container_restarts",
    ),
    Case(
        "crashes-after-release",
        "left",
        "deployment|code-defect",
        (
            *_crashing("panic: runtime error: invalid memory address or nil pointer dereference"),
            Changed("deployment", "image 1.4 -> 1.5", "image: app:1.4 -> app:1.5"),
        ),
        alarm="pod_number_of_container_restarts",
    ),
    Case(
        "migration-job-fails",
        "job",
        "code-defect|bad-input|deployment|configuration",
        (
            Told(
                "Job",
                "BackoffLimitExceeded",
                "Job has reached the specified backoff limit",
                since=-300,
                every=900,
                component="job-controller",
            ),
            Said("", "ERROR KeyError: 'tenant_id' in migrate()"),
            RESTARTS,
            UNAVAILABLE,
        ),
    ),
    Case(
        "liveness-too-strict",
        "right",
        _SETTING,
        (
            Changed("configuration", "probes tightened", "livenessProbe.timeoutSeconds: 10 -> 1"),
            Told(
                "Pod",
                "Unhealthy",
                'Liveness probe failed: Get "http://10.0.3.4:8080/live": context '
                "deadline exceeded (Client.Timeout exceeded while awaiting headers)",
            ),
            Told(
                "Pod",
                "Killing",
                "Container app failed liveness probe, will be restarted",
                type="Normal",
            ),
            RESTARTS,
        ),
        alarm="pod_number_of_container_restarts",
    ),
    Case(
        "readiness-on-wrong-port",
        "left",
        _SETTING + "|deployment",
        (
            Changed("configuration", "probe moved", "readinessProbe.httpGet.port: 8080 -> 8081"),
            Told(
                "Pod",
                "Unhealthy",
                'Readiness probe failed: Get "http://10.0.3.4:8081/ready": dial tcp '
                "10.0.3.4:8081: connect: connection refused",
            ),
            UNAVAILABLE,
        ),
    ),
    # Nodes
    Case(
        "evicted-for-memory",
        "left",
        _EXHAUSTED,
        (
            Told(
                "Pod",
                "Evicted",
                "The node was low on resource: memory. Threshold quantity: 100Mi, "
                "available: 60Mi. Container app was using 1500Mi, request is 100Mi",
            ),
            Told(
                "Node",
                "NodeHasInsufficientMemory",
                "Node {node} status is now: NodeHasInsufficientMemory",
                "node",
                type="Normal",
                every=300,
            ),
            UNAVAILABLE,
        ),
        blames="left|node",
    ),
    Case(
        "evicted-for-its-own-disk",
        "right",
        _EXHAUSTED,
        (
            Told(
                "Pod",
                "Evicted",
                "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi.",
            ),
            UNAVAILABLE,
        ),
    ),
    Case(
        "node-lost",
        "node",
        "infrastructure",
        (
            _DOWN,
            Moved("node_status_condition_ready", 0),
            Moved("status_replicas_unavailable", 1, "left"),
            Told("Pod", "NodeNotReady", "Node is not ready", "left", component="node-controller"),
            Told(
                "Pod",
                "TaintManagerEviction",
                "Marking for deletion Pod {ns}/{pod}",
                "left",
                type="Normal",
                component="taint-eviction-controller",
                since=-300,
                every=900,
            ),
        ),
        alarmed="left",
    ),
    Case(
        "node-disk-full",
        "node",
        f"{_EXHAUSTED}|infrastructure",
        (
            Told(
                "Node",
                "NodeHasDiskPressure",
                "Node {node} status is now: NodeHasDiskPressure",
                type="Normal",
            ),
            Told("Node", "EvictionThresholdMet", "Attempting to reclaim ephemeral-storage"),
            Told(
                "Node",
                "FreeDiskSpaceFailed",
                "Failed to garbage collect required amount of images. "
                "Attempted to free 4294967296 bytes, but only found 0 bytes eligible to free",
            ),
            Moved("node_status_condition_disk_pressure", 1),
            Moved("node_filesystem_utilization", 96),
            Moved("status_replicas_unavailable", 1, "right"),
        ),
        alarmed="right",
    ),
    Case(
        "runtime-is-down",
        "node",
        "infrastructure",
        (
            _journal(
                "kubelet.service",
                'E0314 09:21:07.412345    1 kubelet.go:2347] "Skipping pod '
                'synchronization" err="[container runtime is down, PLEG is not '
                "healthy: pleg was last "
                'seen active 3m12s ago; threshold is 3m0s]"',
            ),
            _DOWN,
            Moved("status_replicas_unavailable", 1, "front"),
        ),
        alarmed="front",
    ),
    Case(
        "node-disk-broken",
        "node",
        "infrastructure",
        (
            _journal(
                "kernel", "blk_update_request: I/O error, dev nvme1n1, sector 209715 op 0x1:(WRITE)"
            ),
            _journal(
                "kernel", "EXT4-fs error (device nvme1n1): remounting filesystem read-only", 1
            ),
            Moved("status_replicas_unavailable", 1, "store"),
        ),
        alarmed="store",
    ),
    Case(
        "addresses-used-up",
        "left",
        f"{_EXHAUSTED}|network|infrastructure",
        (
            Told(
                "Pod",
                "FailedCreatePodSandBox",
                "Failed to create pod sandbox: rpc error: code = Unknown "
                'desc = failed to setup network for sandbox: plugin type="aws-cni" '
                'name="aws-cni" failed '
                "(add): add cmd: failed to assign an IP address to container",
            ),
            UNAVAILABLE,
        ),
        blames="left|node",
    ),
    Case(
        "network-not-ready",
        "node",
        "infrastructure|network",
        (
            Told("Node", "NodeNotReady", "Node {node} status is now: NodeNotReady"),
            Told(
                "Pod",
                "NetworkNotReady",
                "network is not ready: container runtime network not ready: "
                "NetworkReady=false reason:NetworkPluginNotReady message:cni plugin "
                "not initialized",
                "right",
            ),
            Moved("status_replicas_unavailable", 1, "right"),
        ),
        alarmed="right",
    ),
    Case(
        "kubelet-certificate",
        "node",
        "infrastructure|permission|configuration",
        (
            _journal(
                "kubelet.service",
                "E0314 09:21:07.412345    1 reflector.go:150] failed to list "
                "*v1.Node: Unauthorized: x509: certificate has expired or is not yet valid",
            ),
            _DOWN,
            Moved("status_replicas_unavailable", 1, "left"),
        ),
        alarmed="left",
    ),
    # Calls within the cluster
    Case(
        "scaled-to-zero",
        "front",
        _DEPLOYED,
        (
            Told(
                "Deployment",
                "ScalingReplicaSet",
                "Scaled down replica set {front}-6d5f7c9b8d to 0 from 2",
                type="Normal",
                component="deployment-controller",
                every=9000,
            ),
            Said(
                "gateway", "ERROR GET /items: dial tcp 172.20.14.9:80: connect: connection refused"
            ),
            _5XX,
        ),
        alarm="5xx",
        alarmed="gateway",
    ),
    Case(
        "wrong-address-of-one",
        "left",
        f"{_SETTING}|network",
        (
            Said(
                "left",
                "ERROR save failed: dial tcp: lookup {store}-rw.{ns}.svc.cluster.local: no such "
                "host",
            ),
            Changed("configuration", "settings", "STORE_HOST: {store} -> {store}-rw"),
            _GATEWAY_502,
            _5XX,
        ),
        alarm="5xx",
        alarmed="gateway",
    ),
    Case(
        "wrong-port-of-one",
        "right",
        f"{_SETTING}|network",
        (
            Said(
                "right", "ERROR save failed: dial tcp 172.20.88.7:5433: connect: connection refused"
            ),
            Changed("configuration", "settings", "STORE_PORT: 5432 -> 5433"),
            _GATEWAY_502,
            _5XX,
        ),
        alarm="5xx",
        alarmed="gateway",
    ),
    Case(
        "database-read-only",
        "store",
        "infrastructure|configuration|dependency",
        (
            Said("left", "ERROR cannot execute INSERT in a read-only transaction"),
            Said("right", "ERROR cannot execute UPDATE in a read-only transaction"),
            _GATEWAY_502,
            _5XX,
        ),
        alarm="5xx",
        alarmed="gateway",
    ),
    Case(
        "database-connections",
        "store",
        _EXHAUSTED,
        (
            Said("store", "FATAL:  sorry, too many clients already"),
            Said("left", "ERROR pq: sorry, too many clients already"),
            Said("right", "ERROR pq: sorry, too many clients already"),
            _GATEWAY_502,
            _5XX,
        ),
        alarm="5xx",
        alarmed="gateway",
    ),
    Case(
        "database-disk-full",
        "store",
        _EXHAUSTED,
        (
            Said(
                "store",
                'PANIC:  could not write to file "pg_wal/xlogtemp": No space left on device',
            ),
            Told(
                "Pod", "BackOff", "Back-off restarting failed container app in pod {pod}_{ns}(1f)"
            ),
            RESTARTS,
            Said("left", "ERROR dial tcp 172.20.88.7:5432: connect: connection refused"),
            Said("right", "ERROR dial tcp 172.20.88.7:5432: connect: connection refused"),
            _5XX,
        ),
        alarm="5xx",
        alarmed="gateway",
    ),
    Case(
        "role-denied",
        "right",
        "permission",
        (
            Said(
                "right",
                "ERROR AccessDenied: User: arn:aws:sts::418295736104:assumed-role/app is not "
                "authorized to perform: s3:PutObject",
            ),
            _GATEWAY_502,
            _5XX,
        ),
        alarm="5xx",
        alarmed="gateway",
    ),
    # Scaling and limits
    Case(
        "no-metrics-to-scale-by",
        "front",
        f"{_SETTING}|infrastructure|dependency",
        (
            Told(
                "HorizontalPodAutoscaler",
                "FailedGetResourceMetric",
                "failed to get cpu utilization: "
                "missing request for cpu in container app of Pod {ns}/x",
                component="horizontal-pod-autoscaler",
            ),
            Moved("pod_cpu_utilization_over_pod_limit", 98),
        ),
        alarm="pod_cpu_utilization_over_pod_limit",
    ),
    Case(
        "limit-lowered",
        "left",
        f"{_SETTING}|{_EXHAUSTED}",
        (
            Changed("configuration", "limits", "resources.limits.memory: 1Gi -> 128Mi"),
            *_crashing(
                '{{"Type":"Container","terminated_reason":"OOMKilled","exit_code":137,'
                '"restart_count":6}}'
            ),
            Moved("pod_memory_utilization_over_pod_limit", 99),
        ),
        alarm="pod_number_of_container_restarts",
    ),
    Case(
        "deadline-of-job",
        "job",
        "configuration|resource-exhaustion|dependency|code-defect",
        (
            Told(
                "Job",
                "DeadlineExceeded",
                "Job was active longer than specified deadline",
                every=900,
                since=-400,
                component="job-controller",
            ),
            UNAVAILABLE,
        ),
    ),
    Case(
        "rollout-stuck-on-preset-secret",
        "front",
        _SETTING,
        (
            Changed("deployment", "release 90", "envFrom: [] -> [secretRef: billing-token]"),
            Told("Pod", "Failed", 'Error: secret "billing-token" not found'),
            UNAVAILABLE,
        ),
    ),
    Case(
        "daemon-host-port",
        "agent",
        f"{_SETTING}|{_EXHAUSTED}",
        _unscheduled("2 node(s) didn't have free ports for the requested pod ports."),
    ),
    # Nothing, or nothing any more
    Case(
        "usual-restarts",
        "left",
        None,
        (
            Moved("pod_number_of_container_restarts", 6, since=-9999),
            Told("Pod", "BackOff", "Back-off restarting failed container app in pod", since=-7100),
        ),
        blames=None,
        alarm="pod_number_of_container_restarts",
        verdict="healthy",
    ),
    Case(
        "usual-load",
        "front",
        None,
        (Moved("5xx", 9, since=-9999),),
        blames=None,
        alarm="5xx",
        verdict="healthy",
    ),
    Case(
        "rollout-over",
        "right",
        None,
        (
            Told(
                "Pod",
                "Unhealthy",
                "Readiness probe failed: HTTP probe failed with statuscode: 503",
                since=-1500,
                until=-1440,
                every=10,
            ),
            Moved("status_replicas_unavailable", 1, since=-1500, until=-1400),
        ),
        blames=None,
        verdict="healthy|recovered",
    ),
    Case(
        "eviction-long-ago",
        "left",
        None,
        (
            Moved("pod_cpu_utilization_over_pod_limit", 30, since=-9999),
            Told(
                "Pod", "Evicted", "The node was low on resource: memory.", since=-5000, until=-4990
            ),
        ),
        blames=None,
        alarm="pod_cpu_utilization_over_pod_limit",
        verdict="healthy",
    ),
)
