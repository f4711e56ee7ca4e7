"""The release brings a library without a method that is called."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("pharmacy", "prescriptions", ONE_HOUR)
def bad_deploy_java(it: Incident) -> None:
    it.has(
        aws.service("rx-gateway", logs.pino("rx-gw-2"), "pharmacy", 240, 50),
        aws.service("rx-service", logs.spring("h.p.rx.PrescriptionService"), "pharmacy", 240, 45),
        aws.service("drug-index", logs.spring("h.p.index.DrugIndex"), "pharmacy", 500, 8),
        aws.database("rx-db", 60),
        aws.queue("rx-audit", 230),
    )
    it.calls("rx-gateway > rx-service > rx-db", "rx-service > drug-index", "rx-service > rx-audit")
    it.log(
        "rx-gateway 2 | POST /rx 201 <30..90>ms",
        "rx-service 2 | prescription <0..9999999> filed",
        "drug-index 0.2 | index is rebuilt in the background",
        "rx-service 0.5 WARN | Interaction check is taking longer than 500 ms",
    )
    it.change(-3500, "scaling drug-index autoscaling | desired count 3 -> 4")
    it.change(-402, "deployment rx-service codepipeline | rx-service 8.0.0 (task definition 119)")
    it.once(-371, "rx-service | Started RxApplication in 11.92 seconds (process running for 13)")
    it.log(
        "rx-service 11 ERROR -365.. | Handler dispatch failed\n"
        "java.lang.NoSuchMethodError: 'java.util.List "
        "org.hl7.fhir.r4.model.MedicationRequest.getDosage()'\n"
        "\tat h.p.rx.PrescriptionService.file(PrescriptionService.java:88)",
        "rx-gateway 8 ERROR -360.. | rx-service answered 500\nError: upstream 500",
    )
    it.moves(-365, "rx-service 5xx 150")
    it.moves(-362, "rx-gateway 5xx 148")
    it.moves(-365, "rx-audit NumberOfMessagesSent 80")
    it.alarm("rx-gateway-5xx", "rx-gateway", "5xx", 30, 4)
    it.expects(
        "rx-service",
        "deployment|code-defect",
        mentions="NoSuchMethodError",
        blames="rx-gateway|drug-index|rx-db",
    )
