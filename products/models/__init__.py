from products.design.ports.models import (
    ColumnType,
    Consumer,
    ConsumerUseCase,
    InputKind,
    InputPort,
    OutputKind,
    OutputPort,
    PortColumn,
    ProductConsumer,
    Source,
    SourceFeed,
    SourceKind,
)
from products.design.product.models import (
    AccessBasis,
    AccessEffect,
    AccessRule,
    AccessUsers,
    Classification,
    Confidence,
    DataProduct,
    Iteration,
    Privacy,
    ProductKind,
    ProductMeasure,
    ProductState,
    ProductUseCase,
    Sharing,
    TemplateAnswer,
    TemplateQuestion,
)
from products.models.room_feedback import DistinctProducts, MapMark, MarkKind, TemplatePart, TemplateProposal
from products.planning.cut_line_answers.models import AnswerRequest, KeptAnswer
from products.planning.what_if_scenarios.models import Scenario, ShownWhatIf
from products.promises.access_requests.models import AccessRequest, RequestState
from products.promises.models import (
    BudgetBasis,
    IndicatorKind,
    Measurement,
    MeasurementKey,
    MeasurementOrigin,
    Slo,
    SloWindow,
    UsageGroup,
    UsagePattern,
    WindowUnit,
)
