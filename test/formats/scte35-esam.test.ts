import test from 'ava';
import { XMLParser } from 'fast-xml-parser';
import { frameToMilliseconds } from '../../src/core/measurements/frame-units.ts';
import { scte35EsamFormat } from '../../src/formats/scte35-esam.ts';
import { createSampleReport, HOSTILE_NAMES } from '../helpers/sample-report.ts';
import { findSchemaFaults } from '../helpers/xml-schema.ts';

const IMPORTED = ['esam-signaling.xsd', 'esam-common.xsd', 'esam-content.xsd'];
const render = (options: Parameters<typeof createSampleReport>[0], breakSeconds?: number) =>
  scte35EsamFormat.render(createSampleReport(options), { thumbnails: new Map(), breakSeconds });

test('an XML schema of the notification finds nothing wrong, whatever the name', async (t) => {
  const texts = [
    render({}),
    render({}, 30),
    render({}, 12.5),
    render({ shotCount: 1, breakCount: 0 }),
    ...HOSTILE_NAMES.map((name) => render({ name })),
  ];
  t.deepEqual(await findSchemaFaults(texts, 'esam-signal.xsd', IMPORTED), []);
});

test('the schema finds what is wrong', async (t) => {
  const text = render({}, 30);
  const faults = [
    text.replace('action="create"', 'action="make"'),
    text.replace('duration="PT30S"', 'duration="30"'),
    text.replace(/acquisitionSignalIDRef="\d+"/, 'acquisitionSignalIDRef="77"'),
    text.replace('content:MovieType', 'content:Song'),
    text.replace('<sig:NPTPoint', '<sig:Point'),
  ];
  const found = (await findSchemaFaults(faults, 'esam-signal.xsd', IMPORTED)).join('\n');
  for (const position of faults.keys()) t.true(found.includes(`${position}.xml`), found);
});

test('a signal and the conditioning of its point for each safe break', (t) => {
  const report = createSampleReport({ startSeconds: 0.4 });
  report.storyBreaks[1]!.safe = false;
  const safe = report.storyBreaks.filter((storyBreak) => storyBreak.safe);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    isArray: (name) => ['ResponseSignal', 'ConditioningInfo'].includes(name),
  });
  for (const breakSeconds of [undefined, 30]) {
    const text = scte35EsamFormat.render(report, { thumbnails: new Map(), breakSeconds });
    const { ResponseSignal, ConditioningInfo } = parser.parse(text).SignalProcessingNotification;
    t.is(ResponseSignal.length, safe.length);
    t.is(ConditioningInfo.length, safe.length);
    const duration = breakSeconds === undefined ? undefined : 'PT30S';
    for (const [i, { index, frame }] of safe.entries()) {
      const point = frameToMilliseconds(frame, report.video) / 1000;
      const { SCTE35PointDescriptor: descriptor, NPTPoint, ...signal } = ResponseSignal[i];
      t.like(signal, { acquisitionSignalID: String(index + 1), action: 'create' });
      t.is(NPTPoint.nptPoint, point.toFixed(3));
      t.is(descriptor.spliceCommandType, '06');
      t.like(descriptor.SegmentationDescriptorInfo, { segmentTypeId: '52', duration });
      t.like(ConditioningInfo[i], {
        acquisitionSignalIDRef: String(index + 1),
        startOffset: `PT${point}S`,
        duration,
      });
    }
  }
});
