/**
 * Types that CloudFormation makes and moto's does not. What they should be is held to AWS's specification by
 * test/packaged/template.test.ts instead.
 */
const UNSUPPORTED = /^AWS::(ApiGatewayV2::.*|S3::BucketPolicy|CloudWatch::Alarm|Lambda::EventInvokeConfig)$/;

/** Names that the Step Functions plugin gives what it fills into the machine. CloudFormation lets them begin with a digit. */
const DIGIT_FIRST = /(?<=\$\{|")\d[0-9a-f]{31}(?=\}|")/g;

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
}

interface Template {
  Resources: Record<string, Resource>;
  Outputs: Record<string, unknown>;
}

/** A template as moto can deploy it: without what it does not know, and what refers to that. */
export function fitForMoto(text: string): string {
  const template = JSON.parse(text.replaceAll(DIGIT_FIRST, (name) => `v${name}`)) as Template;
  const gone = new Set(
    Object.entries(template.Resources).flatMap(([id, { Type }]) => (UNSUPPORTED.test(Type) ? [id] : [])),
  );
  const refers = (value: unknown): boolean => {
    const found = JSON.stringify(value);
    return [...gone].some((id) => found.includes(`"Ref":"${id}"`) || found.includes(`"Fn::GetAtt":["${id}"`));
  };
  for (const [id, resource] of Object.entries(template.Resources))
    if (gone.has(id) || refers(resource)) delete template.Resources[id];
  for (const [id, output] of Object.entries(template.Outputs)) if (refers(output)) delete template.Outputs[id];
  nameLayers(template);
  return JSON.stringify(template);
}

/**
 * moto has no ARN for a reference to a layer, so it is named: as its first version. It searches for
 * the name of a layer in another property than CloudFormation does.
 */
function nameLayers({ Resources, Outputs }: Template): void {
  const arnOf = (id: string) => ({
    'Fn::Sub': `arn:aws:lambda:\${AWS::Region}:\${AWS::AccountId}:layer:${Resources[id]!.Properties!['LayerName']}:1`,
  });
  for (const resource of Object.values(Resources)) {
    if (resource.Type === 'AWS::Lambda::LayerVersion') {
      const properties = resource.Properties!;
      properties['LayerVersion'] = properties['LayerName'];
    }
    const layers = resource.Properties?.['Layers'] as { Ref: string }[] | undefined;
    if (!layers) continue;
    resource.Properties!['Layers'] = layers.map(({ Ref }) => arnOf(Ref));
  }
  for (const [name, output] of Object.entries(Outputs))
    if (name.endsWith('LambdaLayerQualifiedArn')) Object.assign(output as object, { Value: 'a layer' });
}
